namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A tensor that a definition owns: its name, shape, initial values and how published checkpoints store it.
/// </summary>
public sealed class ParameterDeclaration
{
    internal ParameterDeclaration(Layer owner, string localName, long[] shape, Initializer initializer,
        bool isTrainable)
        => (Owner, LocalName, Shape, Initializer, IsTrainable) = (owner, localName, shape, initializer, isTrainable);

    /// <summary>The layer it belongs to.</summary>
    public Layer Owner { get; }

    /// <summary>Its name within the layer.</summary>
    public string LocalName { get; }

    /// <summary>
    /// Its name within the whole definition, with dots: the key of state dictionaries and exported initialisers.
    /// </summary>
    public string Name => Owner.Path.Length == 0 ? LocalName : $"{Owner.Path}.{LocalName}";

    /// <summary>Its sizes.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How its initial values are drawn.</summary>
    public Initializer Initializer { get; }

    /// <summary>False for constants that belong to the model, such as normalisation statistics.</summary>
    public bool IsTrainable { get; }

    /// <summary>Whether training moves it towards what an <see cref="Tensors.Observe"/> saw.</summary>
    internal bool IsStatistic { get; init; }

    /// <summary>
    /// The axes of the stored array that make up this one, for published checkpoints that keep another order; null when
    /// the order is the same (axes of size 1 never matter).
    /// </summary>
    public int[]? PublishedAxes { get; init; }

    /// <summary>The name within the layer under which published checkpoints hold it a second time, or null.</summary>
    internal string? PublishedTwin { get; init; }

    /// <summary>Number of elements; the largest number where it is larger still.</summary>
    public long Elements
        => Shape.Aggregate(1L, (product, size) => (long)Int128.Min(long.MaxValue, (Int128)product * size));

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
