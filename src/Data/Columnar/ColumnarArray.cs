namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>A column that stays in its file; the group that was read last is kept.</summary>
/// <param name="path">The file.</param>
/// <param name="open">Opens it.</param>
/// <param name="column">The column's place.</param>
/// <param name="name">Its name.</param>
/// <param name="shape">Rows, and the sizes of a row.</param>
/// <param name="row">The sizes of a row as the file stores them.</param>
/// <param name="groups">Rows of each group.</param>
internal sealed class ColumnarArray(string path, Func<ColumnarTable> open, int column, string name, long[] shape,
    int[] row, long[] groups) : StreamedArray(name, shape, 1)
{
    private readonly Lock _lock = new();
    private readonly long[] _ends = [.. groups.Select((_, i) => groups.Take(i + 1).Sum())];
    private int _group = -1;
    private float[] _values = [];

    /// <inheritdoc/>
    public override long Together(int axis) => axis == 0 ? Math.Max(1, groups.Max()) : 1;

    /// <inheritdoc/>
    public override void Read(long[] start, long[] count, Span<float> destination)
    {
        long[] strides = new long[shape.Length];
        for (long axis = shape.Length - 1, step = 1; axis >= 0; step *= shape[axis--]) strides[axis] = step;
        long length = shape.Length == 1 ? 1 : strides[0];
        long[] sizes = [.. count.Skip(1).DefaultIfEmpty(1)], steps = [.. strides.Skip(1).DefaultIfEmpty(1)];
        long offset = start.Skip(1).Zip(strides.Skip(1), (a, b) => a * b).Sum();
        int taken = checked((int)count.Skip(1).Aggregate(1L, (product, n) => product * n));
        lock (_lock)
        {
            using ColumnarTable? table = Holds(start[0], count[0]) ? null : Open();
            for (long i = 0; i < count[0]; i++)
            {
                int group = Array.FindIndex(_ends, end => end > start[0] + i);
                if (group != _group) (_values, _group) = (Values(table!, group), group);
                long from = group == 0 ? 0 : _ends[group - 1];
                Span<float> part = destination.Slice((int)(i * taken), taken);
                long at = (start[0] + i - from) * length + offset;
                if (taken == length) _values.AsSpan((int)at, taken).CopyTo(part);
                else StridedArray.Pack<float>(_values, part, sizes, steps, at);
            }
        }
    }

    private bool Holds(long start, long count)
        => _group >= 0 && start >= (_group == 0 ? 0 : _ends[_group - 1]) && start + count <= _ends[_group];

    private ColumnarTable Open()
    {
        try
        {
            ColumnarTable table = open();
            if (table.Groups.SequenceEqual(groups)) return table;
            table.Dispose();
            throw new FormatException("it has changed since it was opened; load it again.");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw Fault(error);
        }
    }

    private float[] Values(ColumnarTable table, int group)
    {
        try
        {
            return ColumnarFormat.ReadGroup(table, column, group, row).Values;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw Fault(error);
        }
    }

    private FormatException Fault(Exception error) => new($"'{path}' cannot be read: {error.Message}", error);
}
