namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Arrays whose elements do not follow one another.</summary>
internal static class StridedArray
{
    // Rows and columns that are turned around together, so that both source and target stay in the cache.
    private const int Tile = 32;

    // Elements from which on several threads are worth their start.
    private const int Parallelized = 1 << 20;

    /// <summary>Brings the elements together, row-major.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="target">As long as the sizes say.</param>
    /// <param name="sizes">Sizes, outermost first, of at least one axis.</param>
    /// <param name="strides">Elements of the source from one to the next along each axis.</param>
    /// <param name="start">The place of the first element.</param>
    public static unsafe void Pack<T>(ReadOnlySpan<T> source, Span<T> target, long[] sizes, long[] strides,
        long start = 0)
        where T : unmanaged
    {
        int outer = Array.FindIndex(sizes, size => size > 1), length = target.Length, sourceLength = source.Length;
        if (length < Parallelized || outer < 0)
        {
            PackPart(source, target, sizes, strides, start);
            return;
        }
        long count = sizes[outer], rest = length / count, parts = Math.Min(count, Environment.ProcessorCount);
        fixed (T* from = source, to = target)
        {
            // Spans cannot go to other threads.
            (nint fromAddress, nint toAddress) = ((nint)from, (nint)to);
            Parallel.For(0, (int)parts, part =>
            {
                long first = count * part / parts, some = count * (part + 1) / parts - first;
                PackPart(new ReadOnlySpan<T>((T*)fromAddress, sourceLength),
                    new Span<T>((T*)toAddress + first * rest, (int)(some * rest)),
                    [.. sizes[..outer], some, .. sizes[(outer + 1)..]], strides, start + first * strides[outer]);
            });
        }
    }

    private static void PackPart<T>(ReadOnlySpan<T> source, Span<T> target, long[] sizes, long[] strides, long start)
    {
        if (target.IsEmpty) return;
        List<Axis> axes = Merged(sizes, strides);
        Axis inner = axes[^1];
        axes.RemoveAt(axes.Count - 1);
        // The axis along which the source runs fastest, where that is not the target's.
        int fastest = inner.Stride == 1 || axes.Count == 0 ? -1
            : axes.FindIndex(axis => axis.Stride == axes.Min(a => a.Stride));
        Axis across = fastest < 0 || axes[fastest].Stride >= inner.Stride ? new Axis(1, 0, 0) : axes[fastest];
        if (across.Size > 1) axes.RemoveAt(fastest);
        var index = new long[axes.Count];
        long from = start, to = 0;
        while (true)
        {
            if (across.Size > 1) Transpose(source, target, from, to, across, inner);
            else if (inner.Stride == 1)
                source.Slice((int)from, (int)inner.Size).CopyTo(target[(int)to..]);
            else
                for (int i = 0; i < inner.Size; i++) target[(int)to + i] = source[(int)(from + i * inner.Stride)];
            int axis = axes.Count - 1;
            for (; axis >= 0; axis--)
            {
                (from, to) = (from + axes[axis].Stride, to + axes[axis].Target);
                if (++index[axis] < axes[axis].Size) break;
                (from, to) = (from - axes[axis].Stride * axes[axis].Size, to - axes[axis].Target * axes[axis].Size);
                index[axis] = 0;
            }
            if (axis < 0) return;
        }
    }

    private static void Transpose<T>(ReadOnlySpan<T> source, Span<T> target, long from, long to, Axis across,
        Axis inner)
    {
        for (long row = 0; row < across.Size; row += Tile)
            for (long column = 0; column < inner.Size; column += Tile)
            {
                long rows = Math.Min(Tile, across.Size - row);
                int columns = (int)Math.Min(Tile, inner.Size - column);
                for (long i = row; i < row + rows; i++)
                {
                    Span<T> line = target.Slice((int)(to + i * across.Target + column), columns);
                    long at = from + i * across.Stride + column * inner.Stride;
                    for (int j = 0; j < line.Length; j++) line[j] = source[(int)(at + j * inner.Stride)];
                }
            }
    }

    // Without axes of one, and with those made one that are one in the source, too.
    private static List<Axis> Merged(long[] sizes, long[] strides)
    {
        var axes = new List<Axis>();
        long step = 1;
        for (int axis = sizes.Length - 1; axis >= 0; step *= sizes[axis--])
        {
            if (sizes[axis] == 1) continue;
            if (axes.Count > 0 && axes[0] is var next && next.Stride * next.Size == strides[axis])
                axes[0] = next with { Size = next.Size * sizes[axis] };
            else
                axes.Insert(0, new Axis(sizes[axis], strides[axis], step));
        }
        if (axes.Count == 0) axes.Add(new Axis(1, 1, 1));
        return axes;
    }

    /// <param name="Size">Indices.</param>
    /// <param name="Stride">Elements of the source from one to the next.</param>
    /// <param name="Target">Elements of the target from one to the next.</param>
    private readonly record struct Axis(long Size, long Stride, long Target);
}
