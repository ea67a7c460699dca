using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>
/// Rows of different lengths as an array [rows, channels, most points]: after the points of every channel comes NaN,
/// and 0 among whole numbers.
/// </summary>
internal sealed class PaddedArray(StoredArray rows, int channels) : StoredArray(rows.Name, rows.Code,
    channels == 1 ? [rows.Rows, rows.RowLength] : [rows.Rows, channels, rows.RowLength / channels])
{
    private readonly byte[] _row = new byte[rows.RowLength * rows.ElementSize];
    private long _read = -1;

    public override void Read(long start, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            long row = start / RowLength;
            if (row != _read) Fetch(row);
            int at = (int)(start % RowLength) * ElementSize, count = Math.Min(bytes.Length, _row.Length - at);
            _row.AsSpan(at, count).CopyTo(bytes);
            bytes = bytes[count..];
            start += count / ElementSize;
        }
    }

    private void Fetch(long row)
    {
        var there = new byte[rows.CountOf(row) * ElementSize];
        rows.ReadRow(row, there);
        if (Code is "f4") MemoryMarshal.Cast<byte, float>(_row.AsSpan()).Fill(float.NaN);
        else if (Code is "f8") MemoryMarshal.Cast<byte, double>(_row.AsSpan()).Fill(double.NaN);
        else _row.AsSpan().Clear();
        int points = there.Length / channels, room = _row.Length / channels;
        for (int channel = 0; channel < channels; channel++)
            there.AsSpan(channel * points, points).CopyTo(_row.AsSpan(channel * room));
        _read = row;
    }
}
