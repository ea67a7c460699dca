namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Ranks as threads of one process.</summary>
internal sealed class ThreadCommunicator : Communicator
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Shared _shared;
    private readonly HashSet<int> _threads = [];

    private ThreadCommunicator(Shared shared, int rank) => (_shared, Rank) = (shared, rank);

    public override int Rank { get; }

    public override int Size => _shared.Sent.Length;

    /// <summary>Bytes that this rank got from others.</summary>
    public long Received { get; private set; }

    /// <summary>Whether this rank may be called from other threads than its own.</summary>
    public bool AllowsThreads { get; set; } = true;

    /// <summary>The number of threads that gradients were added on.</summary>
    public int Threads => _threads.Count;

    protected internal override bool AllowsOtherThreads => AllowsThreads;

    /// <summary>What some ranks give; the exception instead where one throws.</summary>
    public static (T? Value, Exception? Error)[] Try<T>(int size, Func<ThreadCommunicator, T> work)
    {
        var shared = new Shared(size);
        var results = new (T?, Exception?)[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = (work(new ThreadCommunicator(shared, rank)), null);
            }
            catch (Exception error)
            {
                results[rank] = (default, error);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        return results;
    }

    /// <summary>What some ranks give.</summary>
    public static T[] Run<T>(int size, Func<ThreadCommunicator, T> work)
        => [.. Try(size, work).Select(r => r.Error is null ? r.Value! : throw new InvalidOperationException(
            "A rank failed.", r.Error))];

    public override void AllToAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, Span<byte> destination)
    {
        int length = offsets[Rank + 1] - offsets[Rank];
        _threads.Add(Environment.CurrentManagedThreadId);
        Meet(source);
        for (int rank = 0; rank < Size; rank++)
            _shared.Sent[rank].AsSpan(offsets[Rank], length).CopyTo(destination[(rank * length)..]);
        Received += (Size - 1) * length;
        Wait();
    }

    public override void AllGather(Span<byte> values, ReadOnlySpan<int> offsets)
    {
        Meet(values);
        for (int rank = 0; rank < Size; rank++)
        {
            Range part = offsets[rank]..offsets[rank + 1];
            _shared.Sent[rank].AsSpan(part).CopyTo(values[part]);
            if (rank != Rank) Received += offsets[rank + 1] - offsets[rank];
        }
        Wait();
    }

    private void Meet(ReadOnlySpan<byte> sent)
    {
        _shared.Sent[Rank] = sent.ToArray();
        Wait();
        if (_shared.Sent.Any(s => s.Length != _shared.Sent[0].Length))
            throw new InvalidOperationException("Ranks made different calls.");
    }

    private void Wait()
    {
        if (!_shared.Barrier.SignalAndWait(Patience)) throw new TimeoutException($"Rank {Rank} waits in vain.");
    }

    private sealed class Shared(int size)
    {
        public Barrier Barrier { get; } = new(size);

        public byte[][] Sent { get; } = new byte[size][];
    }
}
