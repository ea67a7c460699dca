namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Parts of a file at equal distances, one after the other.</summary>
/// <param name="file">The file.</param>
/// <param name="begin">Where the first part begins.</param>
/// <param name="part">Bytes of a part.</param>
/// <param name="step">Bytes from one part to the next.</param>
internal sealed class RecordStream(Stream file, long begin, long part, long step) : ReadOnlyStream
{
    private long _record, _done;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0) return 0;
        if (_done == part) (_record, _done) = (_record + 1, 0);
        file.Position = begin + _record * step + _done;
        int got = file.Read(buffer[..(int)Math.Min(buffer.Length, part - _done)]);
        _done += got;
        return got;
    }
}
