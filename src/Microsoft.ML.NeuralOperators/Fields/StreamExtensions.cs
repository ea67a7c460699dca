namespace Microsoft.ML.NeuralOperators.Fields;

internal static class StreamExtensions
{
    /// <summary>
    /// Reads so many bytes. Memory grows with what is there: a wrong length in a damaged file must not allocate gigabytes first.
    /// </summary>
    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    public static byte[] ReadBytes(this Stream stream, long length)
    {
        if (length < 0 || length > Array.MaxLength) throw new FormatException($"{length} bytes are more than fit into memory.");
        var bytes = new byte[Math.Min(length, 1 << 20)];
        for (int filled = 0; ;)
        {
            if (stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false) < bytes.Length - filled)
                throw new EndOfStreamException("the file ends too early.");
            filled = bytes.Length;
            if (filled == length) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
        }
    }
}
