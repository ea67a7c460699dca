namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Which Fourier modes of an axis are kept, and the matrices that lead to them and back.</summary>
/// <param name="Count">How many.</param>
/// <param name="IsHalf">
/// Whether the axis is the one whose negative modes follow from the others, because the field is real.
/// </param>
/// <param name="Forward">Points to modes.</param>
/// <param name="Inverse">Modes to points.</param>
internal sealed record AxisModes(int Count, bool IsHalf, Func<Interpreter, Dim, Value> Forward,
    Func<Interpreter, Dim, Value> Inverse)
{
    /// <summary>0 … count-1 of the half spectrum.</summary>
    public static AxisModes Half(int count) => new(count, true,
        (interpreter, points) => FourierBasis.ForwardHalf(interpreter, points, count),
        (interpreter, points) => FourierBasis.InverseHalf(interpreter, points, count));

    /// <summary>-⌊count/2⌋ … ⌈count/2⌉-1.</summary>
    public static AxisModes Full(int count) => new(count, false,
        (interpreter, points) => FourierBasis.ForwardFull(interpreter, points, count),
        (interpreter, points) => FourierBasis.InverseFull(interpreter, points, count));

    /// <summary>The lowest ones, 0 … count-1, then the highest of the grid, of which coarse grids have fewer.</summary>
    public static AxisModes Ends(int count) => new(2 * count, false,
        (interpreter, points) => FourierBasis.ForwardEnds(interpreter, points, count),
        (interpreter, points) => FourierBasis.InverseEnds(interpreter, points, count));
}

/// <summary>
/// Spectra on few modes of fields [grid…, batch, channels], as [2, modes, batch, channels]. The transforms are products
/// with truncated Fourier matrices (<see cref="FourierBasis"/>), last axis first; in this layout every one is
/// a large matrix product without rearranging the field.
/// </summary>
internal static class ModeTransform
{
    /// <summary>[grid…, batch, channels] → [2, modes, batch, channels].</summary>
    public static Value ToModes(Value x, IReadOnlyList<AxisModes> modes)
    {
        Interpreter interpreter = x.Interpreter;
        int axes = modes.Count;
        Shape grid = x.Shape.Range(0, axes);
        Dim batch = x.Shape[axes], channels = x.Shape[axes + 1], columns = batch * channels;
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            Value basis = modes[axis].Forward(interpreter, grid[axis]);
            Dim rows = modes[axis].IsHalf ? grid[axis] : grid[axis] * 2;
            x = basis.MatMul(axis == 0 ? x.Reshape(rows, columns)
                : x.Reshape(grid.Product(0, axis), rows, columns));
            columns *= modes[axis].Count;
        }
        return x.Reshape(2, Count(modes), batch, channels);
    }

    /// <summary>A complex matrix of the channels for every mode.</summary>
    /// <param name="spectrum">[2, modes, batch, in].</param>
    /// <param name="weight">[modes…, 2, in, out].</param>
    public static Value Multiply(Value spectrum, Value weight)
        => spectrum.Interpreter.Apply(new ModeProduct(), spectrum,
            weight.Reshape(spectrum.Shape[1], 2, weight.Shape[-2], weight.Shape[-1]));

    /// <summary>[2, modes, batch, channels] → [grid…, batch, channels].</summary>
    public static Value ToGrid(Value spectrum, IReadOnlyList<AxisModes> modes, Shape grid)
    {
        Interpreter interpreter = spectrum.Interpreter;
        Dim batch = spectrum.Shape[-2], channels = spectrum.Shape[-1], outer = 1;
        Value x = spectrum;
        for (int axis = 0; axis < modes.Count; axis++)
        {
            Value basis = modes[axis].Inverse(interpreter, grid[axis]);
            Dim columns = batch * channels * Count(modes.Skip(axis + 1));
            long rows = 2L * modes[axis].Count;
            x = basis.MatMul(axis == 0 ? x.Reshape(rows, columns) : x.Reshape(outer, rows, columns));
            outer *= grid[axis];
        }
        return x.Reshape([.. grid, batch, channels]);
    }

    private static long Count(IEnumerable<AxisModes> modes) => modes.Aggregate(1L, (product, m) => product * m.Count);
}
