namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Points gathered into slices and spread again (Wu et al. 2024, arXiv:2402.02366, eqs. 2 and 4), by weights [batch,
/// heads, points, slices] that say how much of a point belongs to which slice.
/// </summary>
internal static class Slices
{
    // As published: of a slice without points.
    private const double Epsilon = 1e-5;

    /// <summary>
    /// The weights, and the tokens [batch, heads, slices, width]: weighted means of the features of the points.
    /// </summary>
    /// <param name="logits">What the weights follow from, [batch, heads, points, slices].</param>
    /// <param name="temperature">Divides the logits.</param>
    /// <param name="features">[batch, heads, points, width].</param>
    /// <param name="mesh">Which points a sample has.</param>
    public static (Value Weights, Value Tokens) Gather(Value logits, Value temperature, Value features, MeshPoints mesh)
    {
        // The gradient by the weights of a slice of few points is large, which float16 does not hold, but small by the
        // logits.
        Value[] both = logits.Interpreter.InFullPrecision([logits, temperature, features], full =>
        {
            Value weights = (full[0] / full[1]).Softmax(-1), shares = mesh.Masked(weights).SwapLast();
            return [weights, shares.MatMul(full[2]) / (shares.Reduce(Reduction.Sum, -1) + Epsilon)];
        });
        return (both[0], both[1]);
    }

    /// <summary>Tokens back to the points, heads joined: [batch, points, channels].</summary>
    public static Value Spread(Value weights, Value tokens) => weights.MatMul(tokens).JoinHeads();
}
