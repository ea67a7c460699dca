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
        return Permute(array.Values, stored, axes);

        FormatException Mismatch()
        {
            long[] expected = [.. wanted];
            for (int i = 0; i < wanted.Length; i++) expected[declaration.PublishedAxes?[i] ?? i] = wanted[i];
            return new($"the parameter '{declaration.Name}' has the shape [{string.Join(", ", stored)}] in the "
                + $"checkpoint, expected [{string.Join(", ", expected)}].");
        }
    }

    private static float[] Permute(float[] values, int[] shape, int[] axes)
    {
        var strides = new int[shape.Length];
        for (int i = shape.Length - 1, stride = 1; i >= 0; stride *= shape[i--]) strides[i] = stride;
        int[] sizes = [.. axes.Select(a => shape[a])], steps = [.. axes.Select(a => strides[a])];
        var result = new float[values.Length];
        var index = new int[sizes.Length];
        int source = 0;
        for (int target = 0; target < result.Length; target++)
        {
            result[target] = values[source];
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                source += steps[axis];
                if (++index[axis] < sizes[axis]) break;
                source -= steps[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
        return result;
    }
}
