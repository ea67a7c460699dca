namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Matrices of the truncated cosine transform (DCT-II) of one axis, whose points are cell centres. Coefficients are
/// those of √2·cos(πkx) on the unit interval, orthonormal in the mean: they keep their size from grid to grid, and the
/// mean square of a field that the modes hold is the sum of its squared coefficients. Modes that a coarse grid does not
/// have are zero.
/// </summary>
internal static class CosineBasis
{
    /// <summary>[modes, n]: points to coefficients.</summary>
    public static Value Forward(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"dct {modes} {points}",
            () => Waves(interpreter, points, modes) / interpreter.Number(points).Reshape(1, 1));

    /// <summary>[n, modes]: coefficients to points.</summary>
    public static Value Inverse(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"idct {modes} {points}", () => Waves(interpreter, points, modes).SwapLast());

    // c(k)·cos(2π·k(2j+1)/4n) [modes, n] with c(0) = 1, else √2. The product is reduced modulo 4n first, which keeps
    // the angle accurate in single precision.
    private static Value Waves(Interpreter interpreter, Dim points, int modes)
    {
        double[] modeNumbers = [.. Enumerable.Range(0, modes).Select(k => (double)k)];
        Value k = interpreter.Constant(modeNumbers, modes, 1);
        Value scale = interpreter.Constant([.. modeNumbers.Select(m => m == 0 ? 1 : Math.Sqrt(2))], modes, 1);
        Value size = interpreter.Number(points).Reshape(1, 1), period = size * 4;
        Value product = k * (interpreter.Sequence(points).Reshape(1, points) * 2 + 1);
        Value rest = product - (product / period).Floor() * period;
        Value isThere = k.With(BinaryFunction.LessOrEqual, size - 1);
        return (rest / period * (2 * Math.PI)).Cos() * (scale * isThere);
    }
}
