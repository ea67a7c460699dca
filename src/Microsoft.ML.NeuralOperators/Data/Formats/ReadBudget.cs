namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// What is left of a file's limits while it is read. Everything that takes memory in proportion to what the file says
/// asks here first.
/// </summary>
internal sealed class ReadBudget
{
    /// <summary>What an array takes besides its numbers: its objects and its name's.</summary>
    public const int InstanceBytes = 256;

    private const string WayOut = "Where the file is trusted, read it with higher ReadLimits.";
    private readonly double _memory;
    private double _memoryLeft;
    private double _unpackedLeft;

    /// <param name="limits">The limits.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    public ReadBudget(ReadLimits limits, long fileLength)
    {
        Limits = limits;
        _memory = _memoryLeft = Memory(limits, fileLength);
        _unpackedLeft = 4 * _memory;
        Certain = (long)Math.Min(_memory, Memory(ReadLimits.Default, fileLength));
    }

    public ReadLimits Limits { get; }

    /// <summary>Bytes that may be allocated at once; beyond, memory grows with what is there.</summary>
    public long Certain { get; }

    /// <summary>Asks for memory.</summary>
    /// <exception cref="FormatException">The file takes more than its limit.</exception>
    public void Take(long bytes)
    {
        if (!TryTake(bytes))
            throw new FormatException($"it takes more than {_memory / (1 << 20):f0} MiB of memory, too much for its "
                + $"size. {WayOut}");
    }

    /// <summary>Whether so much is left, without taking it.</summary>
    public bool CanTake(long bytes) => _memoryLeft >= bytes;

    public bool TryTake(long bytes) => (_memoryLeft -= bytes) >= 0;

    /// <summary>Asks for the unpacking of an entry, which takes time even where nothing is kept.</summary>
    /// <exception cref="FormatException">The file unpacks to more than its limit.</exception>
    public void Unpack(long bytes, string entry)
    {
        if ((_unpackedLeft -= bytes) < 0)
            throw new FormatException($"with the entry '{entry}' it unpacks to more than {4 * _memory / (1 << 20):f0} "
                + $"MiB, too much for its size. {WayOut}");
    }

    /// <exception cref="FormatException">The length is above a limit.</exception>
    public static void Require(long length, int limit, string what)
    {
        if (length > limit)
            throw new FormatException($"it has {what} of {length} characters; the limit is {limit}. {WayOut}");
    }

    /// <exception cref="FormatException">The name is empty or too long.</exception>
    public string Name(string name)
    {
        if (name.Length == 0) throw new FormatException("it has an array without a name.");
        Require(name.Length, Limits.NameLength, "a name");
        return name;
    }

    private static double Memory(ReadLimits limits, long fileLength)
        => limits.BaseMegabytes * (1 << 20) + limits.Expansion * fileLength;
}
