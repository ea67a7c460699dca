using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

/// <summary>A small training with everything in it that ranks must agree on.</summary>
internal static class RankTraining
{
    // A last step of a single sample.
    private const int Count = 21, Size = 16;

    /// <summary>Options of few epochs.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Epochs = 3,
        BatchSize = 4,
        Seed = 5,
        Workers = 1,
        GradientClipNorm = 0.5,
        MovingAverageDecay = 0.9,
        KeepBest = true,
    };

    /// <summary>Trains on noise. The operator is large enough that gradients are added as they come.</summary>
    public static TrainedOperator Run(TrainingOptions options)
        => Trainer.Train(new Fno(1, 1, new() { Modes = [12, 12], Channels = 24, Layers = 2 }), Data(Count, 3),
            Data(10, 4), options);

    /// <summary>All numbers of a trained operator.</summary>
    public static byte[] Bytes(TrainedOperator trained)
        => [.. trained.Definition.Parameters.SelectMany(p
            => MemoryMarshal.AsBytes(trained.Values[p].AsSpan()).ToArray())];

    private static FieldDataset Data(int count, int seed)
    {
        var random = new Random(seed);
        return new FieldDataset([new FieldSamples("a", 1, [Size, Size], Noise())],
            new FieldSamples("u", 1, [Size, Size], Noise()));

        float[] Noise()
            => [.. Enumerable.Range(0, count * Size * Size).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
