namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// How many threads torch's kernels use, which decides the bits of sums and products: set before anything that a seed
/// must repeat, and put back afterwards.
/// </summary>
/// <remarks>
/// torch.set_num_threads sets OpenMP's and oneMKL's number for the calling thread, and the one that threads take which
/// have none of their own yet. So a thread that first meets torch while others are at work must not take their number
/// for the usual one.
/// </remarks>
internal static class TorchThreads
{
    private static readonly Lock Gate = new();
    private static int s_scopes, s_usual;
    [ThreadStatic] private static int t_current;

    /// <summary>The number of kernels that have the machine to themselves.</summary>
    public static int All => Environment.ProcessorCount;

    /// <summary>Sets the calling thread's number until the result is disposed, on the same thread.</summary>
    public static IDisposable Use(int count)
    {
        int outer = t_current, before = outer;
        lock (Gate)
        {
            if (s_scopes++ == 0) s_usual = torch.get_num_threads();
            if (before == 0) before = s_usual;
        }
        t_current = count;
        torch.set_num_threads(count);
        return new Scope(before, outer);
    }

    private sealed class Scope(int before, int outer) : IDisposable
    {
        public void Dispose()
        {
            t_current = outer;
            torch.set_num_threads(before);
            lock (Gate) s_scopes--;
        }
    }
}
