// Trains a small operator with states in a folder: FOLDER WEIGHTS, the weights as raw numbers once the training is
// done.
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

if (args is not [string folder, string weights])
{
    Console.Error.WriteLine("usage: TrainingProcess FOLDER WEIGHTS");
    return 2;
}

const int Count = 48, Size = 8;
var random = new Random(3);
float[] a = Noise(), u = Noise();
TrainedOperator trained = Trainer.Train(
    new Fno(1, 1, new() { Modes = [4, 4], Channels = 4, Layers = 2 }),
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
File.WriteAllBytes(weights,
    [.. trained.Values.Definition.Parameters.SelectMany(p => MemoryMarshal.AsBytes(trained.Values[p].AsSpan())
    .ToArray())]);
return 0;

float[] Noise() => [.. Enumerable.Range(0, Count * Size * Size).Select(_ => (float)(random.NextDouble() - 0.5))];
