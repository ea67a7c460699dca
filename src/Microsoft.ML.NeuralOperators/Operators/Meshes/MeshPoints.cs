namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Where the features [batch, points, channels] of an operator on a mesh belong.</summary>
/// <param name="Grid">Points along each axis; null for a point set.</param>
/// <param name="Mask">
/// 1 at the points a sample has, 0 after them, [batch, 1, points]; null where samples have all points.
/// </param>
internal sealed record MeshPoints(Shape? Grid = null, Value? Mask = null)
{
    // Finite in half precision too, and e to its negative is 0 beside any logit that a network gives.
    private const double Lowest = 3e4;

    /// <summary>Features with zeros at points that a sample lacks, whatever they are there.</summary>
    /// <param name="x">[batch, heads…, points, channels].</param>
    public Value Masked(Value x) => Mask is null ? x : x * Column(Mask, x.Rank);

    /// <summary>
    /// Logits of a softmax over the points, so low at points that a sample lacks that they have no share in it.
    /// </summary>
    /// <param name="x">[batch, heads…, points, channels].</param>
    public Value WithoutMissing(Value x)
        => Mask is null ? x : x + Column((Mask - 1) * Lowest, x.Rank);

    /// <summary>How many points a sample has: [1], or [batch, 1, 1] where samples differ.</summary>
    /// <param name="x">[batch, points, channels].</param>
    public Value Count(Value x) => Mask is null ? x.Interpreter.Number(x.Shape[1]) : Mask.Reduce(Reduction.Sum, 2);

    /// <summary>[batch, points, channels] → [batch, channels, grid…].</summary>
    public Value ToGrid(Value x) => x.Reshape([x.Shape[0], .. Grid!, x.Shape[2]]).ChannelsFirst();

    private static Value Column(Value mask, int rank)
        => mask.Reshape([mask.Shape[0], .. Enumerable.Repeat((Dim)1, rank - 3), mask.Shape[2], 1]);
}
