using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>
/// Gives a reader changed files one after another and holds it to what is promised of all: an exception that is
/// documented or none, at most ten seconds, and 64 MB with eight times the file's size of memory.
/// </summary>
internal sealed class Fuzzer(Reader reader, string folder)
{
    public const long BaseBytes = 64_000_000, BytesPerByte = 8;
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Files given so far.</summary>
    public long Count { get; private set; }

    /// <summary>Those of them that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>The most memory beyond eight times the size.</summary>
    public long MostBytes { get; private set; }

    /// <summary>The longest time.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Reads one changed file.</summary>
    /// <param name="seed">The same seed gives the same file.</param>
    /// <returns>What promise was broken, or null; the file is then still there.</returns>
    public string? Run(int seed)
    {
        var random = new Random(seed);
        byte[] file = reader.Files[random.Next(reader.Files.Length)];
        bool isPlain = reader.Mutate is null || !reader.IsFlip && random.Next(3) == 0;
        byte[] changed = isPlain ? Mutation.Bytes(file, random) : reader.Mutate!(file, random);
        string path = Path.Combine(folder, $"{reader.Name.Replace(' ', '-')}.bin");
        File.WriteAllBytes(path, changed);
        Count++;
        Exception? error = null;
        bool isResident = reader.IsResident && ResidentMemory.IsCounted;
        long before = isResident ? ResidentMemory.Begin() : GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            reader.Read(path);
        }
        catch (Exception e)
        {
            error = e;
        }
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long after = isResident ? ResidentMemory.Peak() : GC.GetAllocatedBytesForCurrentThread();
        long bytes = after - before - BytesPerByte * changed.Length;
        (MostBytes, Longest) = (Math.Max(MostBytes, bytes), time > Longest ? time : Longest);
        if (error is not null && !reader.IsDocumented(error, path)) return $"{error.GetType().Name}: {error.Message}";
        if (error is not null) Refused++;
        if (bytes > BaseBytes && (isResident || !reader.IsResident))
            return $"{bytes / 1e6:f0} MB beyond 8 × {changed.Length} bytes";
        return time > Limit ? $"{time.TotalSeconds:f1} s" : null;
    }
}
