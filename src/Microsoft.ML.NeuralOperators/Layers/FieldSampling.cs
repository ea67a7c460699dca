namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Pointwise maps of band-limited fields [grid…, batch, channels], at the field's points or without aliasing: the field
/// is interpolated to a finer grid by its Fourier series, mapped there, and cut back to the frequencies it may have.
/// </summary>
/// <remarks>
/// A nonlinearity makes frequencies that the grid does not hold, which fold onto others, differently on every grid. On
/// a grid r times as fine, those up to 2r-1 times the highest one fold onto what is cut off. With a band of its own the
/// finer grid is the same whatever the field's, and so is the map.
/// </remarks>
internal sealed class FieldSampling
{
    private readonly int _dimensions;
    private readonly double _oversampling;
    private readonly IReadOnlyList<int>? _band;

    /// <summary>A way to sample.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="oversampling">Points of the finer grid over those that the band needs; 1 for no finer grid.</param>
    /// <param name="band">
    /// Frequencies kept along each axis, counted over the full spectrum; null for the grid's.
    /// </param>
    public FieldSampling(int dimensions, double oversampling, IReadOnlyList<int>? band)
        => (_dimensions, _oversampling, _band) = (dimensions, oversampling, band);

    /// <summary>Whether maps are taken at the field's own points.</summary>
    public bool IsAtPoints => _oversampling == 1 && _band is null;

    /// <summary>A map of every point's channels.</summary>
    public Value Apply(Value x, Func<Value, Value> map)
    {
        if (IsAtPoints) return map(x);
        Shape grid = x.Shape.Range(0, _dimensions);
        for (int axis = 0; axis < _dimensions; axis++) x = Resample(x, axis, Finer(grid[axis], axis));
        x = map(x);
        for (int axis = 0; axis < _dimensions; axis++) x = Resample(x, axis, grid[axis]);
        return x;
    }

    private Value Resample(Value x, int axis, Dim points)
        => x.Along(axis, FourierBasis.Resampling(x.Interpreter, x.Shape[axis], points, _band?[axis] / 2));

    private Dim Finer(Dim points, int axis)
        => _band is { } band ? (long)Math.Ceiling(_oversampling * (band[axis] / 2 * 2 + 1))
            : Dim.Max(points, Dim.Fraction(points, _oversampling));
}
