namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Arrays whose elements do not follow one another.</summary>
internal static class StridedArray
{
    /// <summary>Brings the elements together, row-major.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="target">As long as the sizes say.</param>
    /// <param name="sizes">Sizes, outermost first, of at least one axis.</param>
    /// <param name="strides">Elements of the source from one to the next along each axis.</param>
    /// <param name="start">The place of the first element.</param>
    public static void Pack<T>(ReadOnlySpan<T> source, Span<T> target, long[] sizes, long[] strides, long start = 0)
    {
        int inner = sizes.Length - 1, length = (int)sizes[inner];
        long stride = strides[inner];
        var index = new long[inner];
        for (int row = 0; row < target.Length; row += length)
        {
            for (int i = 0; i < length; i++) target[row + i] = source[(int)(start + i * stride)];
            for (int axis = inner - 1; axis >= 0; axis--)
            {
                start += strides[axis];
                if (++index[axis] < sizes[axis]) break;
                start -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
    }
}
