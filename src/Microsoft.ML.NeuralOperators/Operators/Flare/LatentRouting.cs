namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// FLARE's attention (arXiv:2508.12594): every head gathers the points into a few latent tokens and scatters them back
/// by the same scores S = s·K Qᵀ with learned queries Q: Z = softmax(S)ᵀ V over the points, Y = softmax(S) Z over the
/// tokens. The mixing of the points is of low rank. [batch, heads, points, width] both ways.
/// </summary>
internal static class LatentRouting
{
    /// <summary>Gathers and scatters.</summary>
    /// <param name="queries">The tokens' queries [1, heads, tokens, width].</param>
    /// <param name="keys">The points' keys.</param>
    /// <param name="values">The points' values.</param>
    /// <param name="scale">s.</param>
    /// <param name="mesh">Says which points a sample has; they alone are gathered.</param>
    public static Value Apply(Value queries, Value keys, Value values, double scale, MeshPoints mesh)
    {
        // Scaled queries are few numbers, scores many.
        Value scores = keys.MatMul((scale == 1 ? queries : queries * scale).SwapLast());
        Value tokens = mesh.WithoutMissing(scores).Softmax(-2).SwapLast().MatMul(values);
        return scores.Softmax(-1).MatMul(tokens);
    }
}
