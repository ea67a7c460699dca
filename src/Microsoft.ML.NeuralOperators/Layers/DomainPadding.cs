namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Additional points around the domain, for fields that are not periodic: zeros, or a smooth continuation. The width is
/// a fraction of the domain and never a number of cells, so that it is the same at every resolution. Grid axes come
/// first: [grid…, …].
/// </summary>
/// <remarks>
/// Widths are rounded to whole cells, exact halves to the even number, as Python's round does in the library
/// neuraloperator: a tenth of 25 points is 2.
/// </remarks>
/// <param name="dimensions">Number of grid axes.</param>
/// <param name="fraction">
/// Padding as a fraction of the axis: at each end, or only after the last point, as <see cref="Extension"/> says.
/// </param>
/// <param name="padded">The axes that are padded; all when null.</param>
public sealed class DomainPadding(int dimensions, double fraction, IReadOnlyList<int>? padded = null) : Layer
{
    private readonly int[] _axes = [.. padded ?? [.. Enumerable.Range(0, dimensions)]];

    /// <summary>What is added, and where. Default: zeros at both ends.</summary>
    public DomainExtension Extension { get; init; }

    /// <summary>
    /// With <see cref="DomainExtension.Continuation"/>: points at each end that the polynomial goes through. Default 3.
    /// </summary>
    public int ContinuationPoints { get; init; } = 3;

    /// <summary>
    /// What published programs, beside the fraction, pad the ends of all axes to a multiple of, in cells.
    /// </summary>
    internal long EndMultiple { get; init; } = 1;

    /// <summary>Fractions of the padded axes where they differ; null for the one given to all.</summary>
    internal IReadOnlyList<double>? Fractions { get; init; }

    /// <summary>Adds the points.</summary>
    public Value Apply(Value x)
    {
        Dim[] widths = Widths(x.Shape), starts = Starts(widths);
        if (Extension == DomainExtension.Continuation)
            for (int i = 0; i < _axes.Length; i++)
                x = FourierContinuation.Extend(x, _axes[i], widths[i], ContinuationPoints);
        else x = x.Pad(PaddingMode.Zeros, _axes, starts, widths);
        return x.PadToMultiple(0, dimensions, EndMultiple);
    }

    /// <summary>Cuts the points off again.</summary>
    /// <param name="x">The padded value.</param>
    /// <param name="original">The shape before padding.</param>
    public Value Remove(Value x, Shape original)
    {
        Dim[] starts = Starts(Widths(original));
        for (int i = 0; i < _axes.Length; i++) x = x.Slice(_axes[i], starts[i], original[_axes[i]]);
        return x.CutTo(0, dimensions, original);
    }

    private Dim[] Widths(Shape shape)
        => [.. _axes.Select((axis, i) => Dim.Fraction(shape[axis], Fractions?[i] ?? fraction))];

    private Dim[] Starts(Dim[] widths)
        => Extension == DomainExtension.BothEnds ? widths : [.. widths.Select(_ => (Dim)0)];
}
