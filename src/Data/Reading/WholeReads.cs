using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.NeuralOperators.Data.Reading;

/// <summary>
/// A file of which nothing is read beyond its end: libraries that read until they have what a damaged file promises
/// would read for ever, and those that do not look how much they got would go on with zeros.
/// </summary>
internal class WholeReads : Stream
{
    // Bytes kept, for reads of a few at a time.
    private const int Kept = 4096;
    private readonly SafeFileHandle _file;
    private readonly bool _isExact;
    private readonly byte[] _near = new byte[Kept];
    private long _nearStart;
    private int _nearLength;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isExact">
    /// Whether a read is refused of which only a part is there, and not only one of nothing.
    /// </param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public WholeReads(string path, bool isExact)
    {
        _isExact = isExact;
        _file = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_file);
    }

    public override bool CanRead => !_file.IsClosed;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        long left = Math.Max(0, Length - Position);
        if (buffer.Length > left && (_isExact || left == 0))
            throw new EndOfStreamException($"it promises {buffer.Length} bytes at {Position}, and has {Length}.");
        if (buffer.Length > left) buffer = buffer[..(int)left];
        if (buffer.Length >= Kept) Fill(buffer, Position);
        else
        {
            if (Position < _nearStart || Position + buffer.Length > _nearStart + _nearLength)
            {
                (_nearStart, _nearLength) = (Position, (int)Math.Min(Kept, Length - Position));
                Fill(_near.AsSpan(0, _nearLength), Position);
            }
            _near.AsSpan((int)(Position - _nearStart), buffer.Length).CopyTo(buffer);
        }
        Check(Position, buffer);
        Position += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        ReadExactly(one);
        return one[0];
    }

    // Files are read at once.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin)
    {
        long place = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);
        return Position = place >= 0 ? place : throw new IOException($"it leads to the place {place}.");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Called with what was read, before it is given.</summary>
    protected virtual void Check(long place, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>Reads bytes from a place, all of them.</summary>
    protected void Fill(Span<byte> buffer, long place)
    {
        while (buffer.Length > 0)
        {
            int got = RandomAccess.Read(_file, buffer, place);
            if (got == 0) throw new EndOfStreamException("the file ends too early.");
            buffer = buffer[got..];
            place += got;
        }
    }
}
