namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Matrices between the circles of latitude and the coefficients of orthonormal spherical harmonics, order by order.
/// With <see cref="FourierBasis"/> along the circles they make the spherical harmonic transform. Degrees that a coarse
/// grid does not hold are zero.
/// </summary>
/// <param name="Grid">Where the circles are.</param>
/// <param name="Degrees">Degrees l kept, from 0.</param>
/// <param name="Orders">Orders m ≥ 0 kept, from 0, at most as many as degrees.</param>
/// <param name="KeepsDegrees">
/// Whether coarse grids keep the degrees that they do not hold, which alias, as in published programs.
/// </param>
internal sealed record SphericalBasis(SphericalGrid Grid, int Degrees, int Orders, bool KeepsDegrees = false)
{
    /// <summary>
    /// [orders, degrees, n]: means along the circles times e^{-imφ} to coefficients, Σ 2π·w·P_lm(cos θ).
    /// </summary>
    public Value Forward(Interpreter interpreter, Dim count) => interpreter.Table(Key("legendre", count),
        () => Functions(interpreter, count) * (Latitudes.WeightsOf(interpreter, Grid, count) * (2 * Math.PI)));

    /// <summary>[orders, n, degrees]: coefficients to what stands before e^{imφ} on the circles.</summary>
    public Value Inverse(Interpreter interpreter, Dim count)
        => interpreter.Table(Key("inverse legendre", count), () => Functions(interpreter, count).SwapLast());

    private string Key(string name, Dim count) => $"{name} {Grid} {Degrees} {Orders} {KeepsDegrees} {count}";

    private Value Functions(Interpreter interpreter, Dim count)
    {
        double[] degrees = [.. Enumerable.Range(0, Degrees).Select(l => (double)l)];
        Value l = interpreter.Constant(degrees, Degrees, 1);
        (Value cos, Value sin) = new Latitudes(interpreter, Grid, count).Waves(l);
        Value even = Of(0, cos), functions = even;
        if (Orders > 1)
            // Even orders first, then odd ones: back into their order.
            functions = Value.Concat(0, even, Of(1, sin)).Gather(0, [.. Enumerable.Range(0, Orders)
                .Select(m => m % 2 == 0 ? m / 2L : (Orders + 1) / 2 + m / 2)]);
        if (KeepsDegrees) return functions;
        Dim held = Grid == SphericalGrid.Gauss ? count : (count + 1) / 2;
        return functions * l.With(BinaryFunction.LessOrEqual, interpreter.Number(held).Reshape(1, 1) - 1);

        Value Of(int parity, Value waves)
        {
            int orders = (Orders - parity + 1) / 2;
            return interpreter.Constant(LegendreSeries.Of(Degrees, Orders, parity), orders * Degrees, Degrees)
                .MatMul(waves).Reshape(orders, Degrees, count);
        }
    }
}
