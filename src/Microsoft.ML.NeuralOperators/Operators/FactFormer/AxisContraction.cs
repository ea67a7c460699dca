namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Kernels of single axes A_a [batch, heads, n_a, n_a] applied to a field of heads [batch, heads, grid…, d]. Every
/// product is a batched matrix product with the axis before the others.
/// </summary>
internal static class AxisContraction
{
    /// <summary>… A_2 A_1 v: one axis after the other (FactFormer, arXiv:2305.17560).</summary>
    public static Value Chain(IEnumerable<Value> kernels, Value v)
    {
        // After every product the next axis comes to the front, so that after the last one the order is the first one
        // again.
        int[] turn = [0, 1, .. Enumerable.Range(3, v.Rank - 4), 2, v.Rank - 1];
        foreach (Value kernel in kernels) v = Apply(kernel, v).Transpose(turn);
        return v;
    }

    /// <summary>A_1 v, A_2 v, …: every axis independently (IFactFormer-m, arXiv:2412.18840).</summary>
    public static IEnumerable<Value> Each(IEnumerable<Value> kernels, Value v) => kernels.Select((kernel, i) =>
    {
        int axis = i + 2;
        int[] others = [.. Enumerable.Range(2, v.Rank - 3).Where(a => a != axis)];
        int[] forth = [0, 1, axis, .. others, v.Rank - 1];
        return Apply(kernel, v.Transpose(forth))
            .Transpose([.. Enumerable.Range(0, v.Rank).Select(a => Array.IndexOf(forth, a))]);
    });

    private static Value Apply(Value kernel, Value v)
        => kernel.MatMul(v.Reshape(v.Shape[0], v.Shape[1], v.Shape[2], v.Shape.Product(3, v.Rank))).Reshape(v.Shape);
}
