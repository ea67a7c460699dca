using System.Buffers;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>An array whose elements lie in a file as they are: one after the other or at fixed distances.</summary>
internal sealed class RawArray : StreamedArray
{
    // Bytes read at once.
    private const int Window = 4 << 20;
    // Elements between those that are wanted are read too where they are fewer than this many times as many.
    private const int Sparsest = 8;

    private readonly ArrayBytes _bytes;
    private readonly string _code;
    private readonly long _offset;
    private readonly long[] _strides;

    /// <param name="name">Its name.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <param name="code">NumPy's code of the elements.</param>
    /// <param name="bytes">Where the elements are.</param>
    /// <param name="offset">Where the first element begins, in bytes.</param>
    /// <param name="strides">
    /// Bytes from an element to the next along each axis, none negative; null if row-major.
    /// </param>
    public RawArray(string name, IReadOnlyList<long> shape, string code, ArrayBytes bytes, long offset,
        long[]? strides = null)
        : base(name, shape, ElementDecoder.Parts(code))
        => (_code, _bytes, _offset, _strides) =
        (code, bytes, offset, strides ?? RowMajor(shape, ElementDecoder.Size(code)));

    /// <summary>Whether the first byte of a number is the highest.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Whether the numbers are minus those that are stored.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether the numbers are the complex conjugates of those that are stored.</summary>
    public bool IsConjugated { get; init; }

    /// <summary>
    /// The stride of an axis between whose parts other things lie than elements of this type; they are never decoded.
    /// 0 where there is none.
    /// </summary>
    public long Record { get; init; }

    /// <summary>What else the numbers go through, or null.</summary>
    public NumberPacking? Packing { get; init; }

    /// <summary>Distances of elements that follow one another with the last axis fastest.</summary>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <param name="size">The distance along the last axis.</param>
    public static long[] RowMajor(IReadOnlyList<long> shape, long size)
    {
        var strides = new long[shape.Count];
        for (int axis = shape.Count - 1; axis >= 0; size *= shape[axis--]) strides[axis] = size;
        return strides;
    }

    /// <summary>Distances of elements that follow one another with the first axis fastest.</summary>
    public static long[] ColumnMajor(IReadOnlyList<long> shape, long size)
    {
        long[] strides = RowMajor([.. shape.Reverse()], size);
        Array.Reverse(strides);
        return strides;
    }

    public override void Read(long[] start, long[] count, Span<float> destination)
    {
        if (count.Contains(0)) return;
        long[] targets = RowMajor(count, 1);
        long offset = _offset;
        for (int axis = 0; axis < start.Length; axis++) offset += start[axis] * _strides[axis];
        // In the order of the file, so that it is read from front to back.
        Axis[] axes = [.. Enumerable.Range(0, count.Length).Where(axis => count[axis] > 1)
            .Select(axis => new Axis(count[axis], _strides[axis], targets[axis]))
            .OrderByDescending(axis => axis.Stride)];
        try
        {
            using ArrayBytes.IReader reader = _bytes.Open();
            Read(reader, axes, offset, destination, 0);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException
            or IOException)
        {
            throw new FormatException($"'{_bytes.Path}': the array '{Name}' cannot be read: {error.Message}", error);
        }
        if (IsNegated)
            for (int i = 0; i < destination.Length; i++) destination[i] = -destination[i];
        if (IsConjugated)
            for (int i = 1; IsComplex && i < destination.Length; i += 2) destination[i] = -destination[i];
    }

    private void Read(ArrayBytes.IReader reader, ReadOnlySpan<Axis> axes, long offset, Span<float> target, long at)
    {
        int size = ElementDecoder.Size(_code);
        if (axes.IsEmpty)
        {
            Piece(reader, axes, offset, size, target, at);
            return;
        }
        Axis outer = axes[0];
        long inner = size, wanted = size;
        foreach (Axis axis in axes[1..])
            (inner, wanted) = (inner + (axis.Count - 1) * axis.Stride, wanted * axis.Count);
        // Records of a file need not be a whole number of elements apart.
        if (inner > Window || Record > 0 && outer.Stride == Record
            || Math.Max(inner, outer.Stride) > Sparsest * wanted || outer.Stride % size != 0)
        {
            for (long i = 0; i < outer.Count; i++)
                Read(reader, axes[1..], offset + i * outer.Stride, target, at + i * outer.Target);
            return;
        }
        long together = outer.Stride == 0 ? outer.Count : Math.Min(outer.Count, (Window - inner) / outer.Stride + 1);
        Axis[] piece = axes.ToArray();
        for (long i = 0; i < outer.Count; i += together)
        {
            piece[0] = outer with { Count = Math.Min(together, outer.Count - i) };
            Piece(reader, piece, offset + i * outer.Stride, inner + (piece[0].Count - 1) * outer.Stride, target,
                at + i * outer.Target);
        }
    }

    // Elements that are read at once, with those in between.
    private void Piece(ArrayBytes.IReader reader, ReadOnlySpan<Axis> axes, long offset, long extent,
        Span<float> target, long at)
    {
        int size = ElementDecoder.Size(_code), numbers = (int)(extent / size * Parts);
        bool isWhole = IsWhole(axes, size, extent);
        if (isWhole && _code is "f4" or "c8" && !IsBigEndian && Packing is null)
        {
            reader.Read(offset, MemoryMarshal.AsBytes(target.Slice((int)at * Parts, numbers)));
            return;
        }
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)extent);
        float[] decoded = ArrayPool<float>.Shared.Rent(numbers);
        try
        {
            reader.Read(offset, bytes.AsSpan(0, (int)extent));
            if (IsBigEndian) ElementDecoder.Reverse(bytes.AsSpan(0, (int)extent), size / Parts);
            Span<float> values = isWhole ? target.Slice((int)at * Parts, numbers) : decoded.AsSpan(0, numbers);
            if (Packing is not null) Packing.Unpack(_code, bytes.AsSpan(0, (int)extent), values);
            else ElementDecoder.Decode(_code, bytes.AsSpan(0, (int)extent), values);
            if (!isWhole) Scatter(decoded, axes, size, 0, target, at);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<float>.Shared.Return(decoded);
        }
    }

    private void Scatter(float[] decoded, ReadOnlySpan<Axis> axes, int size, long from, Span<float> target, long at)
    {
        if (axes.IsEmpty)
        {
            decoded.AsSpan((int)from * Parts, Parts).CopyTo(target[((int)at * Parts)..]);
            return;
        }
        Axis outer = axes[0];
        if (axes.Length == 1 && Parts == 1)
        {
            for (long i = 0; i < outer.Count; i++)
                target[(int)(at + i * outer.Target)] = decoded[from + i * (outer.Stride / size)];
            return;
        }
        for (long i = 0; i < outer.Count; i++)
            Scatter(decoded, axes[1..], size, from + i * (outer.Stride / size), target, at + i * outer.Target);
    }

    // Whether the elements are the whole piece, in the order in which they are wanted.
    private static bool IsWhole(ReadOnlySpan<Axis> axes, int size, long extent)
    {
        long expected = 1;
        for (int i = axes.Length - 1; i >= 0; expected *= axes[i--].Count)
            if (axes[i].Stride != expected * size || axes[i].Target != expected) return false;
        return expected * size == extent;
    }

    private readonly record struct Axis(long Count, long Stride, long Target);
}
