namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// How training uses the cores: workers that share every batch, and the threads of torch's own kernels.
/// </summary>
/// <param name="Workers">Workers, each with a part of every batch.</param>
/// <param name="Threads">
/// Threads each of them gives torch: always a number, since torch's own depends on what ran before.
/// </param>
internal sealed record Parallelism(int Workers, int Threads)
{
    /// <summary>
    /// Every core a worker of one thread: best where fields are small, so it is the one that has to be beaten.
    /// </summary>
    public static Parallelism WorkerPerCore(int limit) => WorkerPerCore(Environment.ProcessorCount, limit);

    /// <summary>One single-threaded worker for each of the given cores, as far as there is work.</summary>
    public static Parallelism WorkerPerCore(int cores, int limit) => new(Math.Clamp(cores, 1, Math.Max(1, limit)), 1);

    /// <summary>
    /// One worker with all cores inside torch's kernels: best where fields are large and batches small.
    /// </summary>
    public static Parallelism ThreadsInside { get; } = new(1, TorchThreads.All);

    public override string ToString()
        => $"{Workers} worker{(Workers == 1 ? "" : "s")}{(Threads > 1 ? $" of {Threads} threads" : "")}";
}
