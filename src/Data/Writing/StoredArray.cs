namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>
/// An array that is to be written, in memory or on the disk, row-major, its numbers in the order of bytes of this
/// machine.
/// </summary>
/// <param name="name">Its name in the file.</param>
/// <param name="code">NumPy's code of its type, such as "f4".</param>
/// <param name="shape">Sizes, samples first.</param>
internal abstract class StoredArray(string name, string code, IReadOnlyList<long> shape)
{
    // Bytes read at a time: few enough for the cache.
    private const int Block = 1 << 18;

    public string Name => name;

    public string Code => code;

    public IReadOnlyList<long> Shape => shape;

    /// <summary>Bytes of an element; of a complex one, of both parts.</summary>
    public int ElementSize => ElementDecoder.Size(code);

    public bool IsComplex => code[0] == 'c';

    /// <summary>Elements of all rows.</summary>
    public long Length => Shape.Aggregate(1L, (product, n) => checked(product * n));

    /// <summary>Rows: the size of the first axis.</summary>
    public long Rows => Shape.Count == 0 ? 1 : Shape[0];

    /// <summary>Elements of a row.</summary>
    public long RowLength => Shape.Skip(1).Aggregate(1L, (product, n) => checked(product * n));

    /// <summary>
    /// Elements of every row, where rows have different numbers: the shape then has the largest, and only whole rows
    /// can be read.
    /// </summary>
    public virtual IReadOnlyList<int>? Counts => null;

    /// <summary>Copies elements.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="bytes">Receives as many as fit, as bytes.</param>
    public abstract void Read(long start, Span<byte> bytes);

    /// <summary>Copies a row, of as many elements as it has.</summary>
    public virtual void ReadRow(long row, Span<byte> bytes) => Read(row * RowLength, bytes);

    /// <summary>Elements of a row, where rows may have different numbers.</summary>
    public int CountOf(long row) => Counts is { } counts ? counts[(int)row] : checked((int)RowLength);

    /// <summary>Copies all elements.</summary>
    public void CopyTo(Stream stream, CancellationToken cancellation)
    {
        long left = Length * ElementSize;
        var buffer = new byte[Math.Min(Block, left)];
        for (long start = 0; left > 0; start += Block / ElementSize)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(Block, left));
            Read(start, bytes);
            stream.Write(bytes);
            left -= bytes.Length;
        }
    }

    public override string ToString() => $"{name} [{string.Join(", ", shape)}]";
}
