using System.Collections;

namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>A list that equals one of the same entries, so that records which hold lists compare by value.</summary>
internal sealed class ValueList<T>(T[] values) : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    public static ValueList<T> Empty { get; } = new([]);

    public int Count => values.Length;

    public T this[int index] => values[index];

    public bool Equals(ValueList<T>? other) => other is not null && values.AsSpan().SequenceEqual(other.ToArray());

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode() => values.Length;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => values.GetEnumerator();

    private ReadOnlySpan<T> ToArray() => values;
}
