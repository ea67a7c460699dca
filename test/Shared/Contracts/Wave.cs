using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>The inputs of contracts: the formula of inputs.py.</summary>
internal static class Wave
{
    /// <summary>sin(0.7i + phase) + ½cos(1.9i - 2·phase).</summary>
    public static double[] Numbers(long count, double phase = 0)
        => [.. Enumerable.Range(0, (int)count)
            .Select(i => Math.Sin(0.7 * i + phase) + 0.5 * Math.Cos(1.9 * i - 2 * phase))];

    public static float[] Singles(long count, double phase = 0)
        => Array.ConvertAll(Numbers(count, phase), x => (float)x);

    public static torch.Tensor Tensor(long[] shape, double phase = 0)
        => torch.tensor(Numbers(shape.Aggregate(1L, (a, b) => a * b), phase), shape);
}
