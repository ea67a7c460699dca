namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// Gathers what is written in one run. PureHDF writes every line of a dataset by itself and seeks before it, which
/// would cost a call to the system for a few hundred bytes.
/// </summary>
internal sealed class GatheringStream(Stream inner) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 20];
    private long _start, _position;
    private int _filled;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => Math.Max(inner.Length, _start + _filled);

    public override long Position { get => _position; set => _position = value; }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_position != _start + _filled || _filled + buffer.Length > _buffer.Length) Flush();
        if (_filled == 0) _start = _position;
        if (buffer.Length > _buffer.Length)
        {
            inner.Position = _position;
            inner.Write(buffer);
            _start += buffer.Length;
        }
        else
        {
            buffer.CopyTo(_buffer.AsSpan(_filled));
            _filled += buffer.Length;
        }
        _position += buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Flush();
        inner.Position = _position;
        int count = inner.Read(buffer);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void SetLength(long value)
    {
        Flush();
        inner.SetLength(value);
    }

    public override void Flush()
    {
        if (_filled == 0) return;
        inner.Position = _start;
        inner.Write(_buffer, 0, _filled);
        _start += _filled;
        _filled = 0;
    }
}
