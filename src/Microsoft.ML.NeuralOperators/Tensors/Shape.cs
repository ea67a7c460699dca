using System.Collections;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The sizes of a value's axes, outermost first.</summary>
public sealed class Shape : IReadOnlyList<Dim>, IEquatable<Shape>
{
    private readonly Dim[] _dims;

    /// <summary>A shape of the given sizes.</summary>
    public Shape(params IEnumerable<Dim> dims) => _dims = [.. dims];

    /// <summary>A shape of known sizes.</summary>
    public static Shape Of(params ReadOnlySpan<long> sizes)
    {
        var dims = new Dim[sizes.Length];
        for (int i = 0; i < dims.Length; i++) dims[i] = sizes[i];
        return new Shape(dims);
    }

    /// <summary>Number of axes.</summary>
    public int Rank => _dims.Length;

    /// <inheritdoc/>
    public int Count => _dims.Length;

    /// <summary>The size of an axis; negative numbers count from the last.</summary>
    public Dim this[int axis] => _dims[Axis(axis)];

    /// <summary>True when every size is a number.</summary>
    public bool IsKnown => Array.TrueForAll(_dims, d => d.IsKnown);

    /// <summary>Number of elements.</summary>
    public Dim Elements => Product(0, Rank);

    /// <summary>Turns a negative axis into the one it counts to; out of range is an error.</summary>
    public int Axis(int axis)
    {
        int positive = axis < 0 ? axis + Rank : axis;
        return positive >= 0 && positive < Rank ? positive
            : throw new ArgumentOutOfRangeException(nameof(axis), $"Axis {axis} does not exist in the shape {this}.");
    }

    /// <summary>Product of the sizes from one axis up to, not including, another.</summary>
    public Dim Product(int from, int to)
    {
        Dim product = 1;
        for (int i = from; i < to; i++) product *= _dims[i];
        return product;
    }

    /// <summary>A copy with one size replaced.</summary>
    public Shape With(int axis, Dim size)
    {
        var dims = (Dim[])_dims.Clone();
        dims[Axis(axis)] = size;
        return new Shape(dims);
    }

    /// <summary>A part of the axes.</summary>
    public Shape Range(int from, int to) => new(_dims[from..to]);

    /// <summary>The sizes as numbers; an error when one is symbolic.</summary>
    public long[] ToNumbers() => Array.ConvertAll(_dims, d => d.Value);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _dims.Aggregate(17, (hash, dim) => HashCode.Combine(hash, dim));

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _dims.AsEnumerable())}]";

    /// <inheritdoc/>
    public IEnumerator<Dim> GetEnumerator() => ((IEnumerable<Dim>)_dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dims.GetEnumerator();
}
