namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Compares fields.</summary>
internal static class Near
{
    /// <summary>Requires that no element differs by more than a share of the largest one.</summary>
    public static void Require(float[] expected, float[] actual, double tolerance, string what)
    {
        InvariantException.Require(expected.Length == actual.Length,
            $"{what}: {actual.Length} numbers, expected {expected.Length}");
        double scale = Math.Max(1e-6, expected.Max(v => Math.Abs((double)v)));
        for (int i = 0; i < expected.Length; i++)
            // A NaN is near nothing.
            InvariantException.Require(Math.Abs((double)expected[i] - actual[i]) <= tolerance * scale,
                $"{what}: element {i} is {actual[i]}, expected {expected[i]}, scale {scale:g3}");
    }

    /// <summary>Requires the same bits.</summary>
    public static void Same(float[] expected, float[] actual, string what)
        => InvariantException.Require(expected.AsSpan().SequenceEqual(actual), $"{what}: the numbers are not the same");
}
