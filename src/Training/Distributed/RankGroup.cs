using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The ranks as a training sees them. They meet before everything that they do together, and a rank that fails tells
/// the others there, so that none waits for it. A single process is a group of one, which never waits.
/// </summary>
internal sealed class RankGroup(Communicator? communicator)
{
    private const int LongestText = 4096;

    /// <summary>A process of its own.</summary>
    public static RankGroup Alone { get; } = new(null);

    public int Rank => communicator?.Rank ?? 0;

    public int Size => communicator?.Size ?? 1;

    public bool IsAlone => Size == 1;

    /// <inheritdoc cref="Communicator.AllowsOtherThreads"/>
    public bool AllowsOtherThreads => communicator?.AllowsOtherThreads ?? true;

    /// <inheritdoc cref="Communicator.IsCalculating"/>
    public bool IsCalculating
    {
        set
        {
            if (communicator is not null) communicator.IsCalculating = value;
        }
    }

    /// <summary>Whether this rank speaks and writes for all.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Runs something. If it fails on this rank alone, the others fail with its reason.</summary>
    public T Guard<T>(Func<T> work)
    {
        if (IsAlone) return work();
        try
        {
            return work();
        }
        catch (Exception error)
        {
            Tell(error);
            throw;
        }
    }

    /// <summary>Reports this rank's status to all others, and gets theirs.</summary>
    /// <exception cref="OperationCanceledException">Some rank was cancelled.</exception>
    /// <exception cref="RankFailedException">Some rank failed; the text has its reason.</exception>
    public RankReport[] Meet(RankReport own, CancellationToken cancellation = default)
    {
        if (IsAlone) return [own];
        RankReport[] reports = Exchange<RankReport>([own]);
        if (Array.FindIndex(reports, r => r.Status == (long)RankStatus.Failed) is var failed and >= 0)
            throw new RankFailedException($"Rank {failed} of {Size} failed, and with it the training: "
                + $"{ReadText(null, failed)}", failed);
        if (reports.Any(r => r.Status == (long)RankStatus.Cancelled))
        {
            var cancelled = new OperationCanceledException(
                cancellation.IsCancellationRequested ? cancellation : default);
            // All have just heard of it.
            communicator!.Told = cancelled;
            throw cancelled;
        }
        return reports;
    }

    /// <summary>The values of all ranks, as many from each, end to end in the order of the ranks.</summary>
    public T[] Gather<T>(params ReadOnlySpan<T> own)
        where T : unmanaged
    {
        if (IsAlone) return own.ToArray();
        Meet(RankReport.Fine);
        return Exchange(own);
    }

    /// <summary>
    /// Fills in the parts of an array that other ranks hold: rank i holds the elements from offset i up to offset i +
    /// 1.
    /// </summary>
    public void Complete(double[] values, int[] offsets)
    {
        if (IsAlone) return;
        Meet(RankReport.Fine);
        communicator!.AllGather(MemoryMarshal.AsBytes(values.AsSpan()), [.. offsets.Select(o => o * sizeof(double))]);
    }

    /// <summary>The sums over all ranks, added in their order.</summary>
    public void AddUp(double[] values)
    {
        double[] all = Gather<double>(values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = 0;
            for (int at = i; at < all.Length; at += values.Length) values[i] += all[at];
        }
    }

    /// <summary>The number of the first rank.</summary>
    public int OfFirst(int own) => Gather(own)[0];

    /// <summary>The text of the first rank, of any length.</summary>
    public string OfFirst(string own)
    {
        if (IsAlone) return own;
        byte[] text = IsFirst ? Encoding.UTF8.GetBytes(own) : [];
        text = IsFirst ? text : new byte[OfFirst(0)];
        if (IsFirst) OfFirst(text.Length);
        communicator!.Broadcast(text, 0);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Gives the others the bytes of a rank, by default of the first one.</summary>
    public void Broadcast(Span<byte> values, int root = 0)
    {
        if (!IsAlone) communicator!.Broadcast(values, root);
    }

    /// <summary>Adds a vector over the ranks that take part. They have met just before.</summary>
    public void Sum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        if (!IsAlone) communicator!.Sum(vector, parts);
    }

    /// <inheritdoc cref="Communicator.BeginSum(torch.Tensor, ReadOnlySpan{bool})"/>
    public Action? BeginSum(torch.Tensor vector, ReadOnlySpan<bool> parts) => communicator!.BeginSum(vector, parts);

    private void Tell(Exception error)
    {
        // What all of them know need not be told, and cannot be where they no longer answer.
        if (error is RankFailedException || ReferenceEquals(communicator!.Told, error)) return;
        communicator.Told = error;
        RankStatus status = error is OperationCanceledException ? RankStatus.Cancelled : RankStatus.Failed;
        try
        {
            RankReport[] reports = Exchange<RankReport>([new RankReport((long)status, 0, 0)]);
            if (Array.FindIndex(reports, r => r.Status == (long)RankStatus.Failed) is var failed and >= 0)
                ReadText(error.Message, failed);
        }
        catch (RankFailedException)
        {
            // A rank was lost as well; this one's own reason is the better one.
        }
    }

    private string ReadText(string? own, int rank)
    {
        var text = new byte[LongestText];
        if (rank == Rank)
            Encoding.UTF8.TryGetBytes(own!.AsSpan(0, Math.Min(own!.Length, LongestText / 4)), text, out _);
        communicator!.Broadcast(text, rank);
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private unsafe T[] Exchange<T>(ReadOnlySpan<T> own)
        where T : unmanaged
    {
        var all = new T[own.Length * Size];
        own.CopyTo(all.AsSpan(Rank * own.Length));
        int bytes = own.Length * sizeof(T);
        communicator!.AllGather(MemoryMarshal.AsBytes(all.AsSpan()),
            [.. Enumerable.Range(0, Size + 1).Select(i => i * bytes)]);
        return all;
    }
}
