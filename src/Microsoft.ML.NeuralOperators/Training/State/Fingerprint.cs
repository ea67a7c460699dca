using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What decides the weights beside the steps done, key by key: a state is resumed only where all of it is the same.</summary>
internal static class Fingerprint
{
    public static IReadOnlyDictionary<string, string> Of(NeuralOperator definition, FieldDataset data, TrainingOptions options) => new Dictionary<string, string>
    {
        ["operator"] = definition.GetType().Name,
        ["parameters"] = Hash(definition.Parameters.Select(p => p.ToString()!)),
        ["data"] = string.Join("; ", data.All.Select(f => $"{f.Name} [{string.Join(", ", f.Shape)}] {Hash(f)}{(f.Points is null ? "" : $" points {Hash(f.Points.Select(n => Text(n)))}")}")),
        ["forward pass"] = ForwardTrace.Of(definition, Shapes(definition, data, options)),
        [nameof(options.Epochs)] = Text(options.Epochs),
        [nameof(options.BatchSize)] = Text(options.BatchSize),
        [nameof(options.LearningRate)] = Text(options.LearningRate),
        [nameof(options.WeightDecay)] = Text(options.WeightDecay),
        [nameof(options.Optimizer)] = Text(options.Optimizer),
        [nameof(options.Schedule)] = Text(options.Schedule),
        [nameof(options.Loss)] = Text(options.Loss),
        [nameof(options.NormalizeInput)] = Text(options.NormalizeInput),
        [nameof(options.NormalizeOutput)] = Text(options.NormalizeOutput),
        [nameof(options.GradientClipNorm)] = Text(options.GradientClipNorm),
        [nameof(options.GradientAccumulation)] = Text(options.GradientAccumulation),
        [nameof(options.MovingAverageDecay)] = Text(options.MovingAverageDecay),
        [nameof(options.Precision)] = Text(options.Precision),
        [nameof(options.RollOut)] = options.RollOut is { } r ? $"{r} lengths {string.Join(' ', r.Lengths)}" : "none",
        [nameof(options.Seed)] = Text(options.Seed),
    };

    private static IEnumerable<Shape> Shapes(NeuralOperator definition, FieldDataset data, TrainingOptions options)
        => options.RollOut is null ? PointMasks.Complete(definition, data).Select(field => Shape.Of([1, .. field.Shape[1..]]))
            : [Shape.Of([1, definition.Inputs[0].Channels, .. data.Inputs[0].Shape[2..]])];

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Hash(IEnumerable<string> parts)
        => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];

    private static string Hash(FieldSamples field)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < field.Count; i++) hash.AppendData(MemoryMarshal.AsBytes(field[i]));
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
