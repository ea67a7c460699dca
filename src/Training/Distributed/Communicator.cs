using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The processes that train one operator together, its ranks: <see cref="MpiCommunicator"/>, or one of your own. A rank
/// makes the same calls in the same order as all others, and a call returns when the others have made theirs.
/// </summary>
/// <remarks>
/// Sums do not depend on the implementation: it only carries bytes, and they are added here, neighbours first
/// (0 + 1, 2 + 3, then these two sums), so the same ranks give the same bits over any network. An implementation whose
/// library adds on the device, such as NCCL, overrides <see cref="Sum(torch.Tensor, ReadOnlySpan{bool})"/>; then its
/// library decides the bits.
/// </remarks>
public abstract class Communicator
{
    private RankSum? _sum;

    /// <summary>This process's number, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many ranks there are.</summary>
    public abstract int Size { get; }

    /// <summary>Sends a part of its own to every rank, and gets a part from every rank.</summary>
    /// <param name="source">The parts, one after the other in the order of the ranks.</param>
    /// <param name="offsets">
    /// Where the parts begin, and the end of the last: <see cref="Size"/> + 1 numbers, the same on every rank.
    /// </param>
    /// <param name="destination">
    /// Gets the part that is for this rank from every rank, in the order of the ranks.
    /// </param>
    /// <exception cref="RankFailedException">A rank does not answer any more.</exception>
    public abstract void AllToAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, Span<byte> destination);

    /// <summary>Gives every rank the parts of all.</summary>
    /// <param name="values">The parts in the order of the ranks; a rank has filled in its own.</param>
    /// <param name="offsets">
    /// Where the parts begin, and the end of the last: <see cref="Size"/> + 1 numbers, the same on every rank.
    /// </param>
    /// <exception cref="RankFailedException">A rank does not answer any more.</exception>
    public abstract void AllGather(Span<byte> values, ReadOnlySpan<int> offsets);

    /// <summary>Adds the vectors of the ranks, in place.</summary>
    /// <param name="vector">A vector of float32 or float64, of one length on all ranks; then their sum.</param>
    /// <param name="parts">Which ranks count; the others' numbers do not matter.</param>
    public virtual void Sum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (Size == 1) return;
        using DisposeScope scope = torch.NewDisposeScope();
        bool isInPlace = vector.device.type == DeviceType.CPU && vector.is_contiguous();
        torch.Tensor host = isInPlace ? vector : vector.cpu().contiguous();
        if (host.dtype == torch.ScalarType.Float64) Sum(MemoryMarshal.Cast<byte, double>(host.bytes), parts);
        else Sum(MemoryMarshal.Cast<byte, float>(host.bytes), parts);
        if (!isInPlace) vector.copy_(host);
    }

    /// <summary>Adds the numbers of the ranks, in place.</summary>
    /// <param name="values">Equally many on every rank; then their sum.</param>
    /// <param name="parts">Which ranks count; the others' numbers do not matter.</param>
    public void Sum(Span<float> values, ReadOnlySpan<bool> parts) => (_sum ??= new RankSum(this)).Add(values, parts);

    /// <inheritdoc cref="Sum(Span{float}, ReadOnlySpan{bool})"/>
    public void Sum(Span<double> values, ReadOnlySpan<bool> parts) => (_sum ??= new RankSum(this)).Add(values, parts);

    /// <summary>Gives every rank the bytes of one.</summary>
    /// <param name="values">Equally many on every rank.</param>
    /// <param name="root">The rank whose bytes they are.</param>
    public void Broadcast(Span<byte> values, int root)
    {
        var offsets = new int[Size + 1];
        offsets.AsSpan(root + 1).Fill(values.Length);
        AllGather(values, offsets);
    }

    /// <summary>Returns when every rank has called it.</summary>
    public void Barrier() => AllGather(new byte[Size], [.. Enumerable.Range(0, Size + 1)]);

    /// <summary>
    /// Called when a training begins; what it returns is disposed at its end. An implementation may watch for lost
    /// ranks meanwhile.
    /// </summary>
    protected internal virtual IDisposable? BeginTraining() => null;

    /// <summary>The last failure that the other ranks were told of, which they are not told twice.</summary>
    internal Exception? Told { get; set; }
}
