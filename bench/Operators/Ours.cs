using System.Diagnostics;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using Microsoft.ML.NeuralOperators.Operators.Multigrid;
using Microsoft.ML.NeuralOperators.Training;

namespace Operators.Bench;

/// <summary>This library: training with torch, predictions through ONNX Runtime.</summary>
internal static class Ours
{
    public static Measurement Measure(string model, Setting setting)
    {
        FieldSamples x = Noise("x", setting, 1), y = Noise("y", setting, 2);
        TrainedOperator trained = OperatorTrainer.Train(Define(model, setting.Size), new FieldDataset([x], y), null, new TrainingOptions
        {
            Epochs = setting.Epochs,
            BatchSize = setting.Batch,
            Optimizer = OptimizerKind.Adam,
        });
        using OnnxOperatorSession session = OnnxOperatorSession.Open(OnnxExporter.Export(trained.Definition, trained.Values));
        long[] shape = [setting.Batch, 1, setting.Size, setting.Size];
        float[] input = x.Values[..(setting.Batch * x.SampleLength)];
        session.Run([(input, shape)]);
        var clock = Stopwatch.StartNew();
        int runs = 0;
        for (; runs < 5 || clock.ElapsedMilliseconds < 500; runs++) session.Run([(input, shape)]);
        return new Measurement(trained.Report.Parameters, trained.Report.Epochs.Min(e => e.Seconds), clock.Elapsed.TotalMilliseconds / runs / setting.Batch);
    }

    public static NeuralOperator Define(string model, int size)
    {
        int modes = Math.Min(16, size / 2), levels = (int)Math.Log2(size);
        return model == "fno" ? new FourierOperator(new() { NumberOfModes = [modes, modes], HiddenChannels = 24 })
            : new MultigridOperator(new() { Levels = [.. Enumerable.Repeat(new SmoothingSteps(1), levels - 1), new SmoothingSteps(2)] });
    }

    public static FieldSamples Noise(string name, Setting setting, int seed)
    {
        var random = new Random(seed);
        var values = new float[setting.Samples * setting.Size * setting.Size];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(random.NextDouble() - 0.5);
        return new FieldSamples(name, 1, [setting.Size, setting.Size], values);
    }
}
