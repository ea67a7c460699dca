namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>
/// An array that came row by row and waits in a file of its own, since most containers want one array after the other
/// and their sizes first. The file goes with it, even where the process is killed.
/// </summary>
internal sealed class SpooledArray : StoredArray, IDisposable
{
    private const int Buffered = 1 << 20;
    private readonly FileStream _stream;
    private readonly List<int>? _counts;
    private readonly List<long>? _ends;
    private readonly long[] _shape;
    private bool _isFlushed;

    private SpooledArray(string name, string code, long[] shape, bool isRagged, string folder)
        : base(name, code, shape)
    {
        _shape = shape;
        if (isRagged) (_counts, _ends) = ([], []);
        string path = Path.Combine(folder, $".field-rows-{Guid.NewGuid():N}.tmp");
        _stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = Buffered,
        });
        // Windows deletes a file when its process ends, however it ends; elsewhere a file needs no name to be there.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
    }

    public override IReadOnlyList<int>? Counts => _counts;

    /// <summary>An array without rows yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="code">NumPy's code of its type.</param>
    /// <param name="row">Sizes of a row; null where every row has its own number of elements.</param>
    /// <param name="folder">An existing folder with room for the numbers.</param>
    public static SpooledArray Create(string name, string code, IReadOnlyList<int>? row, string folder)
        => new(name, code, row is null ? [0, 0] : [0, .. row.Select(n => (long)n)], row is null, folder);

    /// <summary>Adds a row.</summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        int count = row.Length / ElementSize;
        if (_counts is not null)
        {
            _shape[1] = Math.Max(_shape[1], count);
            _counts.Add(count);
            _ends!.Add((_ends.Count == 0 ? 0 : _ends[^1]) + count);
        }
        else if (count != RowLength)
        {
            throw new InvalidOperationException($"Column '{Name}': row {Rows} has {count} numbers, expected "
                + $"{RowLength} of [{string.Join(", ", _shape[1..])}].");
        }
        _stream.Write(row);
        _shape[0]++;
    }

    public override void Read(long start, Span<byte> bytes)
    {
        if (!_isFlushed)
        {
            _stream.Flush();
            _isFlushed = true;
        }
        for (long offset = start * ElementSize; bytes.Length > 0;)
        {
            int read = RandomAccess.Read(_stream.SafeFileHandle, bytes, offset);
            if (read == 0) throw new EndOfStreamException($"The rows of column '{Name}' were lost on the disk.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    public override void ReadRow(long row, Span<byte> bytes)
        => Read(_counts is null ? row * RowLength : _ends![(int)row] - _counts[(int)row], bytes);

    /// <summary>Closes and deletes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
