namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// A file of which nothing is read beyond its end: libraries that read until they have what a damaged file promises
/// would read for ever.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class WholeReads(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
{
    public override int Read(byte[] buffer, int offset, int count) => Some(base.Read(buffer, offset, count), count);

    public override int ReadByte()
        => base.ReadByte() is var value and >= 0 ? value : throw new EndOfStreamException("the file ends too early.");

    // Files are read at once; what FileStream does for others would end here again.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Task.FromResult(Read(buffer, offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(Read(buffer.Span));

    private static int Some(int got, int wanted)
        => got > 0 || wanted == 0 ? got : throw new EndOfStreamException("the file ends too early.");
}
