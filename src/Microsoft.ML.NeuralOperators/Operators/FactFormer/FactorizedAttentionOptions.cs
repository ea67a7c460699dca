using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What the architectures with factorised attention have in common; published values are those of FactFormer's
/// Kolmogorov flow.
/// </summary>
public abstract record FactorizedAttentionOptions : GridOperatorOptions
{
    /// <summary>Grid axes of the fields: 2 or 3.</summary>
    [Range(2, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels between the layers. Published: 128.</summary>
    [Range(2, Limits.Width), MultipleOf(2), SweepRange(32, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 64;

    /// <summary>Heads, each with its own kernels. Published: 8.</summary>
    [Range(1, Limits.Width), SweepRange(2, 8)]
    public int Heads { get; init; } = 4;

    /// <summary>Channels of the values of one head. Published: 64.</summary>
    [Range(1, Limits.Width), SweepRange(16, 64, IsLogarithmic = true)]
    public int HeadChannels { get; init; } = 32;

    /// <summary>
    /// Width of the kernels' queries and keys over <see cref="HeadChannels"/>; the product is even. Published: 2.
    /// </summary>
    [Range(1, Limits.Ratio)]
    public int KernelRatio { get; init; } = 2;

    /// <summary>
    /// Whether sums over grid points are integrals, weighted by the grid's quadrature: in the kernels, the means over
    /// axes and the norms. The model then means the same on every grid. The published programs weigh nothing, start the
    /// kernels at 1/50 of the size and do not scale them.
    /// </summary>
    public bool HasQuadrature { get; init; } = true;

    /// <summary>Where the grid points are.</summary>
    public PointPlacement Points { get; init; }

    /// <summary>Length of the domain along every axis, in the unit of coordinates; 1 everywhere when null.</summary>
    [Each(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public IReadOnlyList<double>? Lengths { get; init => field = value.Copied(); }

    /// <summary>
    /// The highest angular frequency of the kernels' rotary encoding. Grids should have more than
    /// Length·RotaryFrequency/π points along an axis. Published: 64. On periodic axes it is rounded to whole turns, at
    /// least one.
    /// </summary>
    [Range(0.0, double.PositiveInfinity), SweepRange(8, 64, IsLogarithmic = true)]
    public double RotaryFrequency { get; init; } = 16;

    /// <summary>
    /// Standard deviation of the random frequencies, in turns per unit, that coordinates are encoded with. Published:
    /// 8, for Darcy flow 1.
    /// </summary>
    [Range(0.0, double.PositiveInfinity), SweepChoice(1.0, 2.0, 8.0)]
    public double FeatureScale { get; init; } = 1;

    /// <inheritdoc/>
    public override int AxisCount => Dimensions;

    internal int KernelChannels => HeadChannels * KernelRatio;

    internal GridMean Mean => new(Dimensions, HasQuadrature ? Points : null);

    internal double LengthOf(int axis) => Lengths?[axis] ?? 1;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if ((long)Heads * HeadChannels > 1 << 20 || (long)Heads * HeadChannels * KernelRatio > 1 << 24)
            yield return $"Heads·HeadChannels·KernelRatio is {(Int128)Heads * HeadChannels * KernelRatio}; expected at "
                + $"most {1 << 24}, with at most {1 << 20} before the ratio";
        else if (KernelChannels % 2 != 0)
            yield return $"HeadChannels·KernelRatio is {KernelChannels}; expected an even number, because the rotary "
                + "encoding turns pairs";
        if (Lengths is not null && Lengths.Count != Dimensions)
            yield return $"Lengths is [{string.Join(", ", Lengths)}]; expected {Dimensions} numbers above 0";
    }
}
