namespace Microsoft.ML.NeuralOperators.Data.Formats;

internal static class StreamExtensions
{
    /// <summary>
    /// Reads a number of bytes. Memory grows with what is there: a wrong length in a damaged file must not allocate
    /// gigabytes first.
    /// </summary>
    /// <param name="stream">Where they are.</param>
    /// <param name="length">How many.</param>
    /// <param name="certain">Bytes that may be allocated at once.</param>
    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    public static byte[] ReadBytes(this Stream stream, long length, long certain = 1 << 20)
    {
        if (length < 0 || length > Array.MaxLength)
            throw new FormatException($"{length} bytes are more than fit into memory.");
        long first = length <= certain ? length : Math.Min(length, 1 << 20);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)first);
        for (int filled = 0; ;)
        {
            stream.Fill(bytes.AsSpan(filled));
            filled = bytes.Length;
            if (filled == length) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
        }
    }

    /// <summary>Reads as many bytes as the buffer has.</summary>
    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    public static void Fill(this Stream stream, Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new EndOfStreamException("the file ends too early.");
    }
}
