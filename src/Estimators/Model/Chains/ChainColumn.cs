namespace Microsoft.ML.NeuralOperators.Model.Chains;

/// <summary>
/// A column of a chain on its way to a graph. Nothing is written until something that the graph gives out needs it.
/// </summary>
/// <param name="sizes">The sizes of a row's value; a single number is a vector of one.</param>
/// <param name="isPredicted">Whether a neural operator took part in it.</param>
/// <param name="write">Writes the nodes, or refuses to.</param>
internal sealed class ChainColumn(int[] sizes, bool isPredicted, Func<ChainGraph, string> write)
{
    private string? _value;

    public int[] Sizes => sizes;

    public bool IsPredicted => isPredicted;

    /// <summary>The point set that a score is given at.</summary>
    public PointAxis? Points { get; init; }

    /// <summary>The name of the value in the graph.</summary>
    public string In(ChainGraph graph) => _value ??= write(graph);

    /// <summary>The value in other sizes of the same length.</summary>
    public string In(ChainGraph graph, int[] asked)
        => sizes.SequenceEqual(asked) ? In(graph) : graph.Reshape(In(graph), asked);

    /// <summary>A column that no graph can hold; an error if one must.</summary>
    public static ChainColumn Refused(string reason, bool isPredicted = false)
        => new([], isPredicted,
            _ => throw new NotSupportedException($"The model cannot be exported to ONNX: {reason}."));

    /// <summary>The sizes of a type, or null unless it is a vector of Single with known sizes.</summary>
    public static int[]? SizesOf(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single
            => [.. vector.Dimensions],
        NumberDataViewType when type == NumberDataViewType.Single => [1],
        _ => null,
    };
}
