using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>What the architectures with factorised attention have in common; published values are those of FactFormer's Kolmogorov flow.</summary>
public abstract record FactorizedAttentionOptions
{
    /// <summary>Number of grid axes: 2 or 3.</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels of the input field.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels between the layers; even. Published: 128.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Heads, each with its own kernels. Published: 8.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Channels of the values of one head. Published: 64.</summary>
    public int HeadChannels { get; init; } = 32;

    /// <summary>Width of the kernels' queries and keys over <see cref="HeadChannels"/>; the product is even. Published: 2.</summary>
    public int KernelRatio { get; init; } = 2;

    /// <summary>
    /// Whether sums over grid points are integrals, weighted by the grid's quadrature: in the kernels, the means over axes and
    /// the norms. The model then means the same on every grid. The published programs weigh nothing, start the kernels at
    /// 1/50 of the size and do not scale them.
    /// </summary>
    public bool HasQuadrature { get; init; } = true;

    /// <summary>Where the grid points stand.</summary>
    public GridPoints Points { get; init; }

    /// <summary>Length of the domain along every axis, in the unit of coordinates; 1 everywhere when null.</summary>
    public IReadOnlyList<double>? Lengths { get; init; }

    /// <summary>
    /// The highest angular frequency of the kernels' rotary encoding. Grids should have more than Length·RotaryFrequency/π points
    /// along an axis. Published: 64. On periodic axes it is rounded to whole turns, at least one.
    /// </summary>
    public double RotaryFrequency { get; init; } = 16;

    /// <summary>Deviation of the random frequencies, in turns per unit, that coordinates are encoded with. Published: 8, for Darcy flow 1.</summary>
    public double FeatureScale { get; init; } = 1;

    internal int KernelChannels => HeadChannels * KernelRatio;

    internal GridMean Mean => new(Dimensions, HasQuadrature ? Points : null);

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public virtual IEnumerable<string> Faults()
    {
        foreach (string fault in EnumFaults.Of(this).Concat(SizeFaults.Of(this))) yield return fault;
        if (Dimensions is not (2 or 3)) yield return $"Dimensions is {Dimensions}; expected 2 or 3";
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (Channels < 2 || Channels % 2 != 0) yield return $"Channels is {Channels}; expected an even number of at least 2";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        if (HeadChannels < 1) yield return $"HeadChannels is {HeadChannels}; expected at least 1";
        if ((long)Heads * HeadChannels > 1 << 20 || (long)Heads * HeadChannels * KernelRatio > 1 << 24)
            yield return $"Heads·HeadChannels·KernelRatio is {(Int128)Heads * HeadChannels * KernelRatio}; expected at most {1 << 24}, with at most {1 << 20} before the ratio";
        if (KernelRatio < 1) yield return $"KernelRatio is {KernelRatio}; expected at least 1";
        else if (HeadChannels >= 1 && KernelChannels % 2 != 0)
            yield return $"HeadChannels·KernelRatio is {KernelChannels}; expected an even number, because the rotary encoding turns pairs";
        if (Lengths is not null && (Lengths.Count != Dimensions || Lengths.Any(l => !(l > 0))))
            yield return $"Lengths is [{string.Join(", ", Lengths)}]; expected {Dimensions} numbers above 0";
        if (!(RotaryFrequency >= 0)) yield return $"RotaryFrequency is {RotaryFrequency}; expected at least 0";
        if (!(FeatureScale >= 0)) yield return $"FeatureScale is {FeatureScale}; expected at least 0";
    }

    internal double LengthOf(int axis) => Lengths?[axis] ?? 1;
}
