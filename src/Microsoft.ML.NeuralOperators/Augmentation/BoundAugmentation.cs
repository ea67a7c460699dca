namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>A column whose field is changed.</summary>
/// <param name="Name">The column.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Grid">Points along each axis.</param>
internal sealed record AugmentedField(string Name, int Channels, int[] Grid)
{
    /// <summary>Numbers of a channel.</summary>
    public int ChannelLength => Grid.Aggregate(1, (product, n) => product * n);
}

/// <summary>An augmentation of fields on known grids.</summary>
/// <param name="fields">The fields.</param>
internal abstract class BoundAugmentation(IReadOnlyList<AugmentedField> fields)
{
    /// <summary>The fields that change.</summary>
    public IReadOnlyList<AugmentedField> Fields => fields;

    /// <summary>Copies of a row.</summary>
    public abstract int Copies { get; }

    /// <summary>The changes that make a row's copies.</summary>
    /// <param name="random">The row's random numbers.</param>
    public abstract IEnumerable<FieldChange> Draw(Random random);
}

/// <summary>One change of all fields of a row.</summary>
internal abstract class FieldChange
{
    /// <summary>Changes one of them.</summary>
    /// <param name="field">Its place among the augmentation's fields.</param>
    /// <param name="source">The field as it is, [channels, grid…].</param>
    /// <param name="destination">Gets the changed field.</param>
    public abstract void Apply(int field, ReadOnlySpan<float> source, Span<float> destination);
}
