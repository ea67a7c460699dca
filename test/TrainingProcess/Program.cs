using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Losses;

// Trains a small operator with states in a folder: FOLDER WEIGHTS, the weights as raw numbers once the training is done.
if (args is not [string folder, string weights])
{
    Console.Error.WriteLine("usage: TrainingProcess FOLDER WEIGHTS");
    return 2;
}

const int Count = 48, Size = 8;
var random = new Random(3);
float[] a = Noise(), u = Noise();
TrainedOperator trained = OperatorTrainer.Train(
    new FourierOperator(new() { NumberOfModes = [4, 4], HiddenChannels = 4, Layers = 2 }),
    new FieldDataset([new FieldSamples("a", 1, [Size, Size], a)], new FieldSamples("u", 1, [Size, Size], u)),
    null,
    new TrainingOptions
    {
        Epochs = 40,
        BatchSize = 8,
        Seed = 5,
        Workers = 2,
        Loss = Loss.RelativeL2,
        MovingAverageDecay = 0.9,
        // A state after every step: whenever the process is killed, it is in the middle of something.
        Checkpoints = new TrainingCheckpoints { Folder = folder, EveryMinutes = 0, KeepLast = 2 },
        Progress = _ => Console.WriteLine("step"),
    });
File.WriteAllBytes(weights, [.. trained.Values.Definition.Parameters.SelectMany(p => MemoryMarshal.AsBytes(trained.Values[p].AsSpan()).ToArray())]);
return 0;

float[] Noise() => [.. Enumerable.Range(0, Count * Size * Size).Select(_ => (float)(random.NextDouble() - 0.5))];
