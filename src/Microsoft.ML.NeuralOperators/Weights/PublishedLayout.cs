namespace Microsoft.ML.NeuralOperators.Weights;

/// <summary>Brings a stored array into the shape and order of axes that a declaration asks for.</summary>
internal static class PublishedLayout
{
    /// <exception cref="FormatException">
    /// The shape does not fit; the text names the parameter and both shapes.
    /// </exception>
    public static float[] Convert(NamedArray array, ParameterDeclaration declaration)
    {
        int[] stored = [.. array.Shape];
        long[] wanted = [.. declaration.Shape];
        if (declaration.PublishedAxes is not { } axes)
        {
            // Axes of size 1, such as the kernel of a pointwise convolution, carry nothing.
            bool fits = stored.Where(s => s != 1).Select(s => (long)s).SequenceEqual(wanted.Where(s => s != 1));
            return fits ? [.. array.Values] : throw Mismatch();
        }
        if (stored.Length != axes.Length || axes.Where((from, to) => stored[from] != wanted[to]).Any())
            throw Mismatch();
        var strides = new long[stored.Length];
        for (int axis = stored.Length - 1, step = 1; axis >= 0; step *= stored[axis--]) strides[axis] = step;
        var result = new float[array.Values.Length];
        StridedArray.Pack<float>(array.Values, result, wanted, [.. axes.Select(axis => strides[axis])]);
        return result;

        FormatException Mismatch()
        {
            long[] expected = [.. wanted];
            for (int i = 0; i < wanted.Length; i++) expected[declaration.PublishedAxes?[i] ?? i] = wanted[i];
            return new($"the parameter '{declaration.Name}' has the shape [{string.Join(", ", stored)}] in the "
                + $"checkpoint, expected [{string.Join(", ", expected)}].");
        }
    }
}
