namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Blosc's own method: runs of literals, and copies of what was unpacked before.</summary>
internal static class BloscLz
{
    // A control byte below is the length of a run less one; above, its upper bits are that of a copy.
    private const int FirstCopy = 32, LongCopy = 7;
    // Copies from farther away have their distance in two bytes of their own.
    private const int Far = 8191;

    /// <summary>Unpacks.</summary>
    /// <exception cref="FormatException">The source is damaged.</exception>
    public static void Unpack(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int at = 0, filled = 0;
        try
        {
            // The first is a run, whatever its upper bits say.
            for (int control = source[at++] & (FirstCopy - 1); ; control = source[at++])
            {
                if (control < FirstCopy)
                {
                    source.Slice(at, control + 1).CopyTo(target[filled..]);
                    (at, filled) = (at + control + 1, filled + control + 1);
                }
                else
                {
                    int length = (control >> 5) - 1, distance = (control & 31) << 8;
                    if (length == LongCopy - 1)
                        for (int more = 255; more == 255; length += more) more = source[at++];
                    int low = source[at++];
                    distance = low == 255 && distance == 31 << 8
                        ? (source[at++] << 8 | source[at++]) + Far : distance + low;
                    // What is copied may reach into what is being written.
                    int from = filled - distance - 1;
                    for (int end = filled + length + 3; filled < end; filled++) target[filled] = target[from++];
                }
                if (at >= source.Length) break;
            }
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException("a chunk compressed with BloscLZ is damaged.", error);
        }
        if (filled != target.Length)
            throw new FormatException($"a chunk compressed with BloscLZ has {filled} bytes instead of "
                + $"{target.Length}.");
    }
}
