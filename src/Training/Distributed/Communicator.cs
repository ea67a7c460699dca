using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The processes (ranks) that train one operator together: <see cref="MpiCommunicator"/>, or an implementation of your
/// own. All ranks make the same calls in the same order; a call returns once every rank has made it.
/// </summary>
/// <remarks>
/// Sums do not depend on the implementation: it only moves bytes. They are added here, in pairs (0 + 1, 2 + 3, then
/// those two sums), so the same number of ranks gives the same bits over any network. An implementation whose library
/// sums on the device, such as NCCL, overrides <see cref="Sum(torch.Tensor, ReadOnlySpan{bool})"/>; that library then
/// decides how sums are rounded.
/// </remarks>
public abstract class Communicator
{
    private RankSum? _sum;

    /// <summary>The number of this process among the ranks, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of ranks.</summary>
    public abstract int Size { get; }

    /// <summary>
    /// Whether this rank calculates on another thread while it waits for the others, as training says. An
    /// implementation that polls does so rarely then; one that wraps another passes it on.
    /// </summary>
    public virtual bool IsCalculating { get; set; }

    /// <summary>Sends one part to every rank, and receives one from every rank.</summary>
    /// <param name="source">The parts to send, end to end in the order of the ranks.</param>
    /// <param name="offsets">
    /// Where the parts begin, in bytes, and where the last one ends: <see cref="Size"/> + 1 numbers, the same on every
    /// rank.
    /// </param>
    /// <param name="destination">
    /// Receives the part that every rank sends to this one, in the order of the ranks.
    /// </param>
    /// <exception cref="RankFailedException">A rank no longer answers.</exception>
    public abstract void AllToAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, Span<byte> destination);

    /// <summary>Gives every rank the parts of all ranks.</summary>
    /// <param name="values">
    /// The parts in the order of the ranks. On entry a rank has filled in its own; on return all are there.
    /// </param>
    /// <param name="offsets">
    /// Where the parts begin, in bytes, and where the last one ends: <see cref="Size"/> + 1 numbers, the same on every
    /// rank.
    /// </param>
    /// <exception cref="RankFailedException">A rank no longer answers.</exception>
    public abstract void AllGather(Span<byte> values, ReadOnlySpan<int> offsets);

    /// <summary>Adds the ranks' vectors, in place.</summary>
    /// <param name="vector">
    /// A vector of float32 or float64, of the same length on all ranks; on return, the sum.
    /// </param>
    /// <param name="parts">Which ranks take part: one flag for each. The numbers of the others are ignored.</param>
    /// <exception cref="ArgumentException">
    /// The vector has another type, or there are not as many flags as ranks, or no rank takes part.
    /// </exception>
    public virtual void Sum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.dtype is not (torch.ScalarType.Float32 or torch.ScalarType.Float64))
            throw new ArgumentException($"The vector is of type {vector.dtype}; expected Float32 or Float64.",
                nameof(vector));
        if (Size == 1) return;
        using DisposeScope scope = torch.NewDisposeScope();
        bool isInPlace = LiesInPlace(vector);
        torch.Tensor host = isInPlace ? vector : vector.cpu().contiguous();
        if (host.dtype == torch.ScalarType.Float64) Sum(MemoryMarshal.Cast<byte, double>(host.bytes), parts);
        else Sum(MemoryMarshal.Cast<byte, float>(host.bytes), parts);
        if (!isInPlace) vector.copy_(host);
    }

    /// <summary>
    /// Begins to add the ranks' vectors, in place. Other calls may follow before the sum is there, also of this kind.
    /// </summary>
    /// <param name="vector">As of <see cref="Sum(torch.Tensor, ReadOnlySpan{bool})"/>.</param>
    /// <param name="parts">Which ranks take part: one flag for each.</param>
    /// <returns>Waits for the sum; null where it is there already, as by default.</returns>
    public virtual Action? BeginSum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        Sum(vector, parts);
        return null;
    }

    /// <summary>Adds the numbers of the ranks, in place.</summary>
    /// <param name="values">As many on every rank; on return, their sums.</param>
    /// <param name="parts">Which ranks take part: one flag for each. The numbers of the others are ignored.</param>
    /// <exception cref="ArgumentException">There are not as many flags as ranks, or no rank takes part.</exception>
    public void Sum(Span<float> values, ReadOnlySpan<bool> parts) => (_sum ??= new RankSum(this)).Add(values, parts);

    /// <inheritdoc cref="Sum(Span{float}, ReadOnlySpan{bool})"/>
    public void Sum(Span<double> values, ReadOnlySpan<bool> parts) => (_sum ??= new RankSum(this)).Add(values, parts);

    /// <summary>Gives every rank the bytes of one of them.</summary>
    /// <param name="values">As many bytes on every rank; on return, those of the root.</param>
    /// <param name="root">The rank whose bytes all get.</param>
    public void Broadcast(Span<byte> values, int root)
    {
        var offsets = new int[Size + 1];
        offsets.AsSpan(root + 1).Fill(values.Length);
        AllGather(values, offsets);
    }

    /// <summary>Returns once every rank has called it.</summary>
    public void Barrier() => AllGather(new byte[Size], [.. Enumerable.Range(0, Size + 1)]);

    /// <summary>
    /// Called when a training begins; the result is disposed when it ends. An implementation may watch for lost ranks
    /// in between. Null by default.
    /// </summary>
    protected internal virtual IDisposable? BeginTraining() => null;

    /// <summary>
    /// Whether threads other than the training one may make calls, one at a time, so that gradients can be added during
    /// the backward pass. The default is true.
    /// </summary>
    protected internal virtual bool AllowsOtherThreads => true;

    /// <summary>Adds a vector in host memory; the caller says how the sums are gathered on all ranks.</summary>
    internal Action? BeginSum(torch.Tensor vector, ReadOnlySpan<bool> parts, RankSum.Gather gather)
    {
        RankSum sum = _sum ??= new RankSum(this);
        return vector.dtype == torch.ScalarType.Float64
            ? sum.Begin(MemoryMarshal.Cast<byte, double>(vector.bytes), parts, gather)
            : sum.Begin(MemoryMarshal.Cast<byte, float>(vector.bytes), parts, gather);
    }

    /// <summary>Whether a vector's numbers lie end to end in host memory.</summary>
    internal static bool LiesInPlace(torch.Tensor vector)
        => vector.device.type == DeviceType.CPU && vector.is_contiguous();

    /// <summary>The last failure that the other ranks were told of, so that they are not told twice.</summary>
    internal Exception? Told { get; set; }
}
