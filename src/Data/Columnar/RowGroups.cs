using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>Arrays of equally many rows, cut into groups that fit into memory.</summary>
internal static class RowGroups
{
    private const long Bytes = 16 << 20;

    /// <summary>The first row and the number of rows of each group.</summary>
    /// <exception cref="ArgumentException">
    /// The arrays differ in their number of rows, or one of them is complex; the text names it.
    /// </exception>
    public static IEnumerable<(long Start, int Count)> Of(IReadOnlyList<StoredArray> arrays)
    {
        long rows = arrays[0].Rows;
        if (arrays.FirstOrDefault(a => a.Shape.Count == 0 || a.Rows != rows) is { } odd)
            throw new ArgumentException($"The array {odd} does not have the {rows} rows of {arrays[0]}; a file of "
                + "columns has as many rows in each. Write .npz or .h5.", nameof(arrays));
        if (arrays.FirstOrDefault(a => a.IsComplex) is { } complex)
            throw new ArgumentException($"The array {complex} is complex, which a file of columns does not hold. Write "
                + ".npz or .h5, or real and imaginary parts as two arrays.", nameof(arrays));
        long row = arrays.Sum(a => Math.Max(1, a.RowLength) * a.ElementSize);
        int count = (int)Math.Clamp(Bytes / row, 1, 1 << 20);
        return Cut();

        IEnumerable<(long, int)> Cut()
        {
            for (long start = 0; start < rows; start += count) yield return (start, (int)Math.Min(count, rows - start));
        }
    }

    /// <summary>The numbers of some rows, one after the other.</summary>
    public static T[] Read<T>(StoredArray array, long start, int count)
        where T : unmanaged
    {
        var values = new T[Numbers(array, start, count)];
        Read(array, start, count, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>The numbers of some rows as bytes.</summary>
    public static byte[] ReadBytes(StoredArray array, long start, int count)
    {
        var bytes = new byte[checked(Numbers(array, start, count) * array.ElementSize)];
        Read(array, start, count, bytes);
        return bytes;
    }

    /// <summary>Numbers of each of some rows.</summary>
    public static int[] Lengths(StoredArray array, long start, int count)
        => [.. Enumerable.Range(0, count).Select(i => array.CountOf(start + i))];

    private static int Numbers(StoredArray array, long start, int count)
        => array.Counts is null ? checked(count * (int)array.RowLength) : Lengths(array, start, count).Sum();

    private static void Read(StoredArray array, long start, int count, Span<byte> bytes)
    {
        if (array.Counts is null)
        {
            array.Read(start * array.RowLength, bytes);
            return;
        }
        for (long row = start; row < start + count; row++)
        {
            int length = array.CountOf(row) * array.ElementSize;
            array.ReadRow(row, bytes[..length]);
            bytes = bytes[length..];
        }
    }
}
