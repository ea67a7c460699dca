namespace Microsoft.ML.Data;

/// <summary>A vector value, dense or sparse, whose memory is used again from row to row.</summary>
public readonly struct VBuffer<T>
{
    internal readonly T[]? ValueArray;
    internal readonly int[]? IndexArray;
    private readonly int _count;

    /// <summary>The number of items.</summary>
    public readonly int Length;

    /// <summary>A dense vector.</summary>
    public VBuffer(int length, T[] values, int[]? indices = null)
    {
        if (length < 0 || (values?.Length ?? 0) < length) throw new ArgumentOutOfRangeException(nameof(values));
        (Length, _count, ValueArray, IndexArray) = (length, length, values, indices);
    }

    /// <summary>A sparse vector of so many explicit items, or a dense one when all are.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        if (length < 0) throw new ArgumentOutOfRangeException(nameof(length));
        if (count < 0 || count > length) throw new ArgumentOutOfRangeException(nameof(count));
        if ((values?.Length ?? 0) < count) throw new ArgumentOutOfRangeException(nameof(values));
        if (count != length && (indices?.Length ?? 0) < count) throw new ArgumentOutOfRangeException(nameof(indices));
        (Length, _count, ValueArray, IndexArray) = (length, count, values, indices);
    }

    /// <summary>Whether every item is explicit.</summary>
    public bool IsDense => _count == Length;

    /// <summary>The explicit items.</summary>
    public ReadOnlySpan<T> GetValues() => ValueArray.AsSpan(0, _count);

    /// <summary>The positions of the explicit items; empty when dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : IndexArray.AsSpan(0, _count);

    /// <summary>Copies the vector.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense) GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies a part of the vector.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || length < 0 || sourceIndex + length > Length) throw new ArgumentOutOfRangeException(nameof(length));
        var dense = new T[Length];
        CopyTo(dense);
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        dense.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies the vector as a dense one.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies all items.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Copies all items, implicit ones as a default.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default!)
    {
        if (destinationIndex < 0 || destinationIndex + Length > destination.Length)
            throw new ArgumentOutOfRangeException(nameof(destination), "Not large enough to hold these values.");
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        for (int i = 0; i < _count; i++) target[IndexArray![i]] = ValueArray![i];
    }

    /// <summary>A dense vector of copied items.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>The items, explicit ones or all.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        VBuffer<T> self = this;
        return all ? self.DenseValues().Select((value, i) => KeyValuePair.Create(i, value)) : self.Explicit();
    }

    /// <summary>All items.</summary>
    public IEnumerable<T> DenseValues()
    {
        var dense = new T[Length];
        CopyTo(dense);
        return dense;
    }

    /// <summary>An item.</summary>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>An item.</summary>
    public T GetItemOrDefault(int index)
    {
        if (index < 0 || index >= Length) throw new ArgumentOutOfRangeException(nameof(index));
        if (IsDense) return ValueArray![index];
        int at = Array.BinarySearch(IndexArray!, 0, _count, index);
        return at >= 0 ? ValueArray![at] : default!;
    }

    /// <inheritdoc/>
    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    private IEnumerable<KeyValuePair<int, T>> Explicit()
    {
        for (int i = 0; i < _count; i++) yield return KeyValuePair.Create(IsDense ? i : IndexArray![i], ValueArray![i]);
    }
}
