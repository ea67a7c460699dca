using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Adds the ranks' vectors: each rank receives one part of every vector, adds these parts, and gives the sum to all.
/// Every number is sent and received twice at most, for any number of ranks, and the order of additions is fixed here.
/// </summary>
internal sealed class RankSum(Communicator communicator)
{
    // Numbers sent together. They bound the memory needed beside the vector, and an offset in bytes must fit into an
    // int.
    private const int Block = 1 << 24;
    private byte[] _received = [];

    /// <summary>
    /// Begins to give every rank the parts of all ranks; the result waits for them, null where they are there.
    /// </summary>
    public delegate Action? Gather(Span<byte> values, ReadOnlySpan<int> offsets);

    public void Add<T>(Span<T> values, ReadOnlySpan<bool> parts)
        where T : unmanaged, INumberBase<T>
        => Begin(values, parts, (bytes, offsets) =>
        {
            communicator.AllGather(bytes, offsets);
            return null;
        });

    /// <summary>Adds vectors; the result waits for the last of the sums, null where all are there.</summary>
    public Action? Begin<T>(Span<T> values, ReadOnlySpan<bool> parts, Gather gather)
        where T : unmanaged, INumberBase<T>
    {
        if (parts.Length != communicator.Size)
            throw new ArgumentException($"Expected a flag for each of {communicator.Size} ranks, got {parts.Length}.",
                nameof(parts));
        Action? wait = null;
        for (int from = 0; from < values.Length; from += Block)
        {
            wait?.Invoke();
            wait = AddBlock(values.Slice(from, Math.Min(Block, values.Length - from)), parts, gather);
        }
        return wait;
    }

    private unsafe Action? AddBlock<T>(Span<T> values, ReadOnlySpan<bool> parts, Gather gather)
        where T : unmanaged, INumberBase<T>
    {
        int size = communicator.Size, rank = communicator.Rank;
        var offsets = new int[size + 1];
        for (int i = 0; i <= size; i++) offsets[i] = (int)((long)values.Length * i / size) * sizeof(T);
        int own = offsets[rank + 1] - offsets[rank];
        if (_received.Length < own * size) _received = GC.AllocateUninitializedArray<byte>(own * size);
        Span<byte> bytes = MemoryMarshal.AsBytes(values), received = _received.AsSpan(0, own * size);
        communicator.AllToAll(bytes, offsets, received);
        int first = Add<T>(received, own, parts);
        received.Slice(first * own, own).CopyTo(bytes[offsets[rank]..]);
        return gather(bytes, offsets);
    }

    // The number of the part that has the sum at the end.
    private static int Add<T>(Span<byte> received, int length, ReadOnlySpan<bool> parts)
        where T : unmanaged, INumberBase<T>
    {
        var counting = new List<int>();
        for (int i = 0; i < parts.Length; i++)
            if (parts[i]) counting.Add(i);
        if (counting.Count == 0)
            throw new ArgumentException("Expected a rank or more to take part, got none.", nameof(parts));
        foreach (var (into, from) in PairwiseOrder.Of(counting.Count))
            Add(Part(received, counting[into]), Part(received, counting[from]));
        return counting[0];

        Span<T> Part(Span<byte> all, int i) => MemoryMarshal.Cast<byte, T>(all.Slice(i * length, length));
    }

    private static void Add<T>(Span<T> into, Span<T> from)
        where T : unmanaged, INumberBase<T>
    {
        Span<Vector<T>> wideInto = MemoryMarshal.Cast<T, Vector<T>>(into),
            wideFrom = MemoryMarshal.Cast<T, Vector<T>>(from);
        for (int i = 0; i < wideInto.Length; i++) wideInto[i] += wideFrom[i];
        for (int i = wideInto.Length * Vector<T>.Count; i < into.Length; i++) into[i] += from[i];
    }
}
