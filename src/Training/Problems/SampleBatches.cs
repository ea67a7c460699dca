using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// Work on many samples of a data set, a batch at a time on every core. All batches have the same shape, and each is
/// computed by one thread: so the bits of a sample depend neither on the number of cores nor on how many samples there
/// are.
/// </summary>
internal static class SampleBatches
{
    // Numbers of a batch: enough to hide the cost of a call, few enough for the cache.
    private const int BatchNumbers = 1 << 15;

    /// <summary>The seed of a data set's sample.</summary>
    public static int Seed(int seed, int sample) => unchecked(seed * 1_000_003 + sample);

    /// <summary>The seeds of a data set's first samples.</summary>
    public static int[] Seeds(int seed, int count) => [.. Enumerable.Range(0, count).Select(i => Seed(seed, i))];

    /// <summary>Runs over all samples.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="points">Grid points of a sample.</param>
    /// <param name="seed">Seed of the data set.</param>
    /// <param name="run">
    /// Gets the seeds of a batch and where to store its fields. Runs on several threads, without gradients; its tensors
    /// are disposed afterwards.
    /// </param>
    /// <param name="cancellation">Stops before the next batch.</param>
    public static void Run(int count, int points, int seed, Action<int[], Target> run,
        CancellationToken cancellation = default)
    {
        TorchLibraries.Require();
        int size = Math.Clamp(BatchNumbers / points, 1, 64);
        using IDisposable usual = TorchThreads.Use(TorchThreads.All);
        var options = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, (count + size - 1) / size, options, batch =>
        {
            int start = batch * size;
            using IDisposable one = TorchThreads.Use(1);
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            // The last batch takes samples beyond the data set, which are not stored.
            int[] seeds = [.. Enumerable.Range(start, size).Select(i => Seed(seed, i))];
            run(seeds, new Target(start, Math.Min(size, count - start)));
        });
    }

    /// <summary>Where the fields of a batch belong.</summary>
    /// <param name="Start">Index of the first sample.</param>
    /// <param name="Count">Samples of the batch that belong to the data set.</param>
    public readonly record struct Target(int Start, int Count)
    {
        /// <summary>Stores a field [samples, rows, columns] of the batch among those of all samples.</summary>
        public void Store(torch.Tensor field, float[] values)
        {
            int points = (int)(field.shape[1] * field.shape[2]);
            using torch.Tensor single = field.to(torch.float32).cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(single.bytes)[..(Count * points)].CopyTo(values.AsSpan(Start * points));
        }
    }
}
