namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Points gathered into slices and spread again (Wu et al. 2024, arXiv:2402.02366, eqs. 2 and 4), by weights [batch,
/// heads, points, slices] that say how much of a point belongs to which slice.
/// </summary>
internal static class Slices
{
    // As published: of a slice without points.
    private const double Epsilon = 1e-5;

    /// <summary>The tokens [batch, heads, slices, width]: weighted means of the features of the points.</summary>
    /// <param name="weights">[batch, heads, points, slices].</param>
    /// <param name="features">[batch, heads, points, width].</param>
    /// <param name="mesh">Which points a sample has.</param>
    public static Value Gather(Value weights, Value features, MeshPoints mesh)
    {
        Value shares = mesh.Masked(weights).SwapLast();
        return shares.MatMul(features) / (shares.Reduce(Reduction.Sum, -1) + Epsilon);
    }

    /// <summary>Tokens back to the points, heads joined: [batch, points, channels].</summary>
    public static Value Spread(Value weights, Value tokens) => weights.MatMul(tokens).JoinHeads();
}
