namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Fields [batch, channels, grid…] on a coarser grid of the same domain, and back. Every axis is one matrix product
/// whose matrix follows from the sizes, in exported graphs too.
/// </summary>
/// <remarks>
/// On periodic grids both ways are the Fourier series without the frequencies that the coarser grid does not hold.
/// Elsewhere fields, which may jump, are averaged, over cells or as the transpose of linear interpolation does (full
/// weighting), and what comes back is interpolated by cubics.
/// </remarks>
/// <param name="factor">Spacings of the finer grid in one of the coarser.</param>
/// <param name="points">Where the points are on both grids.</param>
internal sealed class GridCoarsening(int factor, PointPlacement points)
{
    /// <summary>The fewest points of an axis whose coarser one has so many.</summary>
    public static int Finest(int coarse, int factor, PointPlacement points)
        => points == PointPlacement.EndPoints ? Math.Max(1, (coarse - 2) * factor + 2) : (coarse - 1) * factor + 1;

    /// <summary>The field on the coarser grid.</summary>
    public Value Restrict(Value x)
    {
        Dim[] grid = [.. x.Shape.Skip(2).Select(Coarser)];
        return AxisInterpolation.Resize(x, 2, grid, (from, to) => points switch
        {
            PointPlacement.Periodic => FourierBasis.Resampling(x.Interpreter, from, to, null),
            PointPlacement.CellCentres => CellAverages(x.Interpreter, from, to),
            _ => FullWeighting(x.Interpreter, from, to),
        });
    }

    /// <summary>A field of the coarser grid on the finer one.</summary>
    /// <param name="x">The field.</param>
    /// <param name="fine">A shape with the finer grid after its first two axes.</param>
    public Value Prolong(Value x, Shape fine)
    {
        Dim[] grid = [.. fine.Skip(2)];
        return points == PointPlacement.Periodic
            ? AxisInterpolation.Resize(x, 2, grid, (from, to) => FourierBasis.Resampling(x.Interpreter, from, to, null))
            : CubicInterpolation.Resize(x, points, 2, grid);
    }

    private Dim Coarser(Dim size) => points == PointPlacement.EndPoints ? Dim.CeilingDivide(size - 1, factor) + 1
        : Dim.CeilingDivide(size, factor);

    // [m, n]: the share of cell i of m that cell j of n covers.
    private static Value CellAverages(Interpreter interpreter, Dim from, Dim to)
        => interpreter.Table($"cell averages {from} {to}", () =>
    {
        // In units of which both sizes are whole numbers: cell i is from i·n to (i+1)·n.
        Value n = interpreter.Number(from).Reshape(1, 1), m = interpreter.Number(to).Reshape(1, 1);
        Value coarse = interpreter.Sequence(to).Reshape(to, 1) * n,
            fine = interpreter.Sequence(from).Reshape(1, from) * m;
        Value start = coarse.With(BinaryFunction.Maximum, fine),
            end = (coarse + n).With(BinaryFunction.Minimum, fine + m);
        return (end - start).Relu() / n;
    });

    // [m, n]: linear interpolation transposed, its rows adding up to 1.
    private static Value FullWeighting(Interpreter interpreter, Dim from, Dim to)
        => interpreter.Table($"full weighting {from} {to}", () =>
    {
        Value weights = LinearInterpolation.Matrix(interpreter, PointPlacement.EndPoints, to, from).Transpose(1, 0);
        return weights / weights.Reduce(Reduction.Sum, 1);
    });
}
