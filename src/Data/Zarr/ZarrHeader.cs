namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>What the metadata of an array says, of either version.</summary>
internal sealed record ZarrHeader
{
    /// <summary>Sizes, outermost first.</summary>
    public required long[] Shape { get; init; }

    /// <summary>Sizes of what is packed for itself; all chunks are whole, even those at the edges.</summary>
    public required long[] Chunk { get; init; }

    /// <summary>Sizes of shards, each a file of several chunks; null where each chunk is a file.</summary>
    public long[]? Shard { get; init; }

    /// <summary>NumPy's code of the elements.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the first byte of a number is the highest.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>The axes of a chunk in the order in which they are stored; null for that of the array.</summary>
    public int[]? Order { get; init; }

    /// <summary>The steps from a chunk's bytes to those stored, in the order of writing.</summary>
    public IReadOnlyList<ByteCodec> Codecs { get; init; } = [];

    /// <summary>Whether a shard begins with its index, rather than ending with it.</summary>
    public bool IsIndexFirst { get; init; }

    /// <summary>Whether a checksum follows the index of a shard.</summary>
    public bool IsIndexChecked { get; init; }

    /// <summary>The numbers of an element that is in no chunk.</summary>
    public required float[] Fill { get; init; }

    /// <summary>What else the numbers go through, or null.</summary>
    public NumberPacking? Packing { get; init; }

    /// <summary>The key of a chunk, or shard, by its place.</summary>
    public required Func<IReadOnlyList<long>, string> Key { get; init; }

    /// <summary>Numbers of an element.</summary>
    public int Parts => ElementDecoder.Parts(Code);

    /// <exception cref="FormatException">Sizes contradict each other.</exception>
    public ZarrHeader Checked()
    {
        if (Chunk.Length != Shape.Length || Chunk.Any(n => n < 1) || Shape.Any(n => n < 0))
            throw new FormatException($"the shape [{string.Join(", ", Shape)}] and the chunks "
                + $"[{string.Join(", ", Chunk)}] do not fit together.");
        if (Shard is { } shard && (shard.Length != Chunk.Length
            || shard.Zip(Chunk).Any(n => n.First < 1 || n.First % n.Second != 0)))
            throw new FormatException($"the shards [{string.Join(", ", shard)}] are not whole numbers of chunks "
                + $"[{string.Join(", ", Chunk)}].");
        if (Order is { } order && !order.Order().SequenceEqual(Enumerable.Range(0, Shape.Length)))
            throw new FormatException($"the order [{string.Join(", ", order)}] is not one of {Shape.Length} axes.");
        return this;
    }
}
