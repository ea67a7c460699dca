namespace Microsoft.ML.Data;

/// <summary>Makes editors of vectors.</summary>
public static class VBufferEditor
{
    /// <summary>An editor over a vector's own memory and values.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination)
        => Create(ref destination, destination.Length, destination.GetValues().Length, keepOldOnResize: true);

    /// <summary>An editor for a new content, over the vector's memory where it is large enough.</summary>
    public static VBufferEditor<T> Create<T>(ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null,
        int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        if (newLogicalLength < 0) throw new ArgumentOutOfRangeException(nameof(newLogicalLength));
        int count = valuesCount ?? newLogicalLength;
        if (count < 0 || count > newLogicalLength) throw new ArgumentOutOfRangeException(nameof(valuesCount));
        T[] values = destination.ValueArray ?? [];
        bool newValues = values.Length < count;
        if (newValues)
        {
            var larger = new T[count];
            if (keepOldOnResize) values.CopyTo(larger, 0);
            values = larger;
        }
        int[] indices = destination.IndexArray ?? [];
        bool newIndices = (count < newLogicalLength || requireIndicesOnDense) && indices.Length < count;
        if (newIndices)
        {
            var larger = new int[count];
            if (keepOldOnResize) indices.CopyTo(larger, 0);
            indices = larger;
        }
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, newValues, newIndices);
    }
}

/// <summary>Writes into the memory of a vector.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>The explicit items.</summary>
    public readonly Span<T> Values;

    /// <summary>Their positions.</summary>
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool newValues, bool newIndices)
    {
        (_length, _values, _indices) = (length, values, indices);
        Values = values.AsSpan(0, count);
        Indices = indices.AsSpan(0, Math.Min(count, indices.Length));
        (CreatedNewValues, CreatedNewIndices) = (newValues, newIndices);
    }

    /// <summary>Whether new memory was taken for the items.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>Whether new memory was taken for the positions.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>The vector as written.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>The vector of the first so many items.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount) => new(_length, physicalValuesCount, _values, _indices);
}
