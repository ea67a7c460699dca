namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>A mask [batch, 1, points] that leaves out the last point of every sample but the first.</summary>
public static class SampleMask
{
    /// <summary>Its numbers.</summary>
    public static float[] Of(long[] shape)
    {
        long points = shape[^1];
        return [.. Enumerable.Range(0, (int)(shape[0] * points))
            .Select(i => i >= points && i % points == points - 1 ? 0f : 1f)];
    }
}
