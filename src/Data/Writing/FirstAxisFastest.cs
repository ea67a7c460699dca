using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>
/// Arrays in MATLAB's order, in which the samples run fastest, from rows that lie one after the other: each row is put
/// in order by itself, then all rows are gone through a block of columns at a time. Memory holds a row and a block.
/// </summary>
internal static class FirstAxisFastest
{
    private const int Block = 16 << 20;

    /// <summary>Writes real or imaginary parts.</summary>
    /// <param name="array">The array.</param>
    /// <param name="part">0, or 1 for imaginary parts.</param>
    /// <param name="stream">Receives the numbers.</param>
    /// <param name="folder">Has room for the numbers once more.</param>
    /// <param name="cancellation">Stops.</param>
    public static void CopyTo(StoredArray array, int part, Stream stream, string folder,
        CancellationToken cancellation)
    {
        switch (array.ElementSize / ElementDecoder.Parts(array.Code))
        {
            case 1: CopyTo<byte>(array, part, stream, folder, cancellation); break;
            case 2: CopyTo<ushort>(array, part, stream, folder, cancellation); break;
            case 4: CopyTo<uint>(array, part, stream, folder, cancellation); break;
            default: CopyTo<ulong>(array, part, stream, folder, cancellation); break;
        }
    }

    private static void CopyTo<T>(StoredArray array, int part, Stream stream, string folder,
        CancellationToken cancellation)
        where T : unmanaged
    {
        if (array.Shape.Count <= 2 && !array.IsComplex)
        {
            Turn<T>(array, stream, cancellation);
            return;
        }
        int parts = ElementDecoder.Parts(array.Code);
        long[] sizes = [.. array.Shape.Skip(1).Reverse().DefaultIfEmpty(1)], strides = new long[sizes.Length];
        for (long axis = 0, step = parts; axis < sizes.Length; step *= sizes[axis++]) strides[axis] = step;
        using SpooledArray rows = SpooledArray.Create(array.Name, $"u{Unsafe.SizeOf<T>()}",
            [checked((int)array.RowLength)], folder);
        var source = new T[array.RowLength * parts];
        var target = new T[array.RowLength];
        for (long row = 0; row < array.Rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            array.ReadRow(row, MemoryMarshal.AsBytes(source.AsSpan()));
            StridedArray.Pack<T>(source, target, sizes, strides, part);
            rows.Append(MemoryMarshal.AsBytes(target.AsSpan()));
        }
        Turn<T>(rows, stream, cancellation);
    }

    // [rows, columns] as [columns, rows]: as many columns at a time as fit, or one in pieces.
    private static void Turn<T>(StoredArray array, Stream stream, CancellationToken cancellation)
        where T : unmanaged
    {
        long rows = array.Rows, columns = array.RowLength;
        if (columns <= 1 || rows <= 1)
        {
            array.CopyTo(stream, cancellation);
            return;
        }
        long most = Block / array.ElementSize, wide = Math.Clamp(most / rows, 1, columns), tall = Math.Min(rows, most);
        T[] block = new T[wide * tall], turned = new T[wide * tall];
        for (long column = 0; column < columns; column += wide)
            for (long row = 0; row < rows; row += tall)
            {
                cancellation.ThrowIfCancellationRequested();
                int width = (int)Math.Min(wide, columns - column), height = (int)Math.Min(tall, rows - row);
                for (int i = 0; i < height; i++)
                    array.Read((row + i) * columns + column, MemoryMarshal.AsBytes(block.AsSpan(i * width, width)));
                StridedArray.Pack<T>(block, turned.AsSpan(0, width * height), [width, height], [1, width]);
                stream.Write(MemoryMarshal.AsBytes(turned.AsSpan(0, width * height)));
            }
    }
}
