using PureHDF.Filters;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// The filter that h5py calls "lzf": chunks compressed by LibLZF. Runs of literals, and copies of what was unpacked
/// before.
/// </summary>
internal sealed class LzfFilter : IH5Filter
{
    // A control byte below is the length of a run less one.
    private const int FirstCopy = 32;

    /// <inheritdoc/>
    public ushort FilterId => 32000;

    /// <inheritdoc/>
    public string Name => "lzf";

    /// <inheritdoc/>
    public Memory<byte> Filter(FilterInfo info)
        => info.Flags.HasFlag(H5FilterFlags.Decompress)
            ? Unpack(info.Buffer.Span, info.ChunkSize)
            : throw new NotSupportedException("Nothing is written with the filter lzf.");

    /// <inheritdoc/>
    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options)
        => throw new NotSupportedException("Nothing is written with the filter lzf.");

    /// <summary>Unpacks a chunk.</summary>
    /// <exception cref="FormatException">The chunk is damaged.</exception>
    internal static byte[] Unpack(ReadOnlySpan<byte> packed, int size)
    {
        var unpacked = new byte[size];
        int at = 0, filled = 0;
        try
        {
            while (at < packed.Length)
            {
                int control = packed[at++];
                if (control < FirstCopy)
                {
                    packed.Slice(at, control + 1).CopyTo(unpacked.AsSpan(filled));
                    (at, filled) = (at + control + 1, filled + control + 1);
                    continue;
                }
                int length = control >> 5;
                if (length == 7) length += packed[at++];
                int from = filled - ((control & 31) << 8 | packed[at++]) - 1;
                // What is copied may reach into what is being written.
                for (int end = filled + length + 2; filled < end; filled++) unpacked[filled] = unpacked[from++];
            }
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException("a chunk compressed with lzf is damaged.", error);
        }
        return filled == size ? unpacked
            : throw new FormatException($"a chunk compressed with lzf has {filled} bytes instead of {size}.");
    }
}
