namespace Microsoft.ML.NeuralOperators;

/// <summary>Rows of one field for a batch, back to back, each [channels, points] of its own number of points.</summary>
/// <param name="column">The field.</param>
/// <param name="expected">How many rows to make room for when the first one comes; there may be more.</param>
internal sealed class FieldRows(FieldColumn column, int expected = 1)
{
    private readonly List<int> _ends = [];
    private float[] _values = [];

    public FieldColumn Column => column;

    public int Count => _ends.Count;

    /// <summary>The numbers of a row.</summary>
    public Span<float> this[int row] => _values.AsSpan(Start(row), _ends[row] - Start(row));

    /// <summary>Points of a row; 1 for fields without axes.</summary>
    public int Points(int row) => column.Grid.Length == 0 ? 1 : (_ends[row] - Start(row)) / column.Channels;

    public void Clear() => _ends.Clear();

    /// <summary>Copies a row, checking its length.</summary>
    public void Add(in VBuffer<float> buffer, long row)
    {
        column.PointsOf(buffer.Length, row);
        buffer.CopyTo(Room(1, buffer.Length).Span);
    }

    /// <summary>Room for rows of one length.</summary>
    public Memory<float> Room(int rows, int length)
    {
        int start = Start(Count);
        int needed = checked(start + rows * length);
        if (_values.Length < needed) Grow(Math.Max(needed, Math.Min(2L * _values.Length, Array.MaxLength)), length);
        for (int i = 0; i < rows; i++) _ends.Add(start + (i + 1) * length);
        return _values.AsMemory(start, rows * length);
    }

    /// <summary>
    /// Some rows as one tensor [count, channels, points], padded with zeros where a row has fewer points.
    /// </summary>
    public Memory<float> Batch(int first, int count, int points)
    {
        if (column.Grid.Length == 0 || Enumerable.Range(first, count).All(row => Points(row) == points))
            return _values.AsMemory(Start(first), Start(first + count) - Start(first));
        int length = column.Channels * points;
        var padded = new float[count * length];
        for (int i = 0; i < count; i++)
            FieldReader.Pad(this[first + i], padded.AsSpan(i * length, length), column.Channels);
        return padded;
    }

    // Every number is written before it is read, so none is cleared.
    private void Grow(long size, int length)
    {
        if (_values.Length == 0) size = Math.Max(size, Math.Min((long)expected * length, Array.MaxLength));
        float[] values = GC.AllocateUninitializedArray<float>((int)size);
        _values.AsSpan(0, Start(Count)).CopyTo(values);
        _values = values;
    }

    private int Start(int row) => row == 0 ? 0 : _ends[row - 1];
}
