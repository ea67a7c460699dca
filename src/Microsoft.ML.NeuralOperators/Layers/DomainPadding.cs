namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Zeros around the domain, for fields that are not periodic. The width is a fraction of the domain and never a number
/// of cells, so that another resolution means the same thing. Grid axes come first: [grid…, …].
/// </summary>
/// <remarks>
/// Widths are rounded to whole cells, exact halves to the even number, as Python's round does in the library
/// neuraloperator: a tenth of 25 points is 2.
/// </remarks>
/// <param name="dimensions">Number of grid axes.</param>
/// <param name="fraction">Padding at each of both ends, as a fraction of the axis.</param>
/// <param name="padded">The axes that are padded; all when null.</param>
public sealed class DomainPadding(int dimensions, double fraction, IReadOnlyList<int>? padded = null) : Layer
{
    private readonly int[] _axes = [.. padded ?? [.. Enumerable.Range(0, dimensions)]];

    /// <summary>
    /// What published programs, beside the fraction, pad the ends of all axes to a multiple of, in cells.
    /// </summary>
    internal long EndMultiple { get; init; } = 1;

    /// <summary>Adds the zeros.</summary>
    public Value Apply(Value x)
    {
        Dim[] widths = Widths(x.Shape);
        return x.Pad(PaddingMode.Zeros, _axes, widths, widths).PadToMultiple(0, dimensions, EndMultiple);
    }

    /// <summary>Cuts the zeros off again.</summary>
    /// <param name="x">The padded value.</param>
    /// <param name="original">The shape before padding.</param>
    public Value Remove(Value x, Shape original)
    {
        Dim[] widths = Widths(original);
        for (int i = 0; i < _axes.Length; i++) x = x.Slice(_axes[i], widths[i], original[_axes[i]]);
        return x.CutTo(0, dimensions, original);
    }

    private Dim[] Widths(Shape shape) => [.. _axes.Select(axis => Dim.Fraction(shape[axis], fraction))];
}
