using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How radial dam breaks are generated. The defaults are the constants of PDEBench (Takamoto et al. 2022,
/// arXiv:2210.07182): 101 frames up to time 1, on 128 cells along each axis, radii uniform in (0.3, 0.7).
/// </summary>
public sealed record ShallowWaterOptions : SteppedOptions, IRules
{
    /// <summary>The published constants.</summary>
    public ShallowWaterOptions() : base(128, 101, 0, 0.01, 0.005)
    {
    }

    /// <summary>Depth inside the dam. Default 2.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Inside { get; init; } = 2;

    /// <summary>Depth outside the dam. Default 1.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Outside { get; init; } = 1;

    /// <summary>The smallest radius of the dam. Default 0.3.</summary>
    [Range(0.0, 1e3)]
    public double SmallestRadius { get; init; } = 0.3;

    /// <summary>The largest radius of the dam. Default 0.7.</summary>
    [Range(0.0, 1e3)]
    public double LargestRadius { get; init; } = 0.7;

    /// <summary>Acceleration of gravity. Default 1.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Gravity { get; init; } = 1;

    /// <summary>
    /// Whether frames have the three channels h, hu and hv, which the next frame follows from. Default false: the depth
    /// h alone, as published.
    /// </summary>
    public bool HasMomentum { get; init; }

    IEnumerable<string> IRules.Faults()
        => SmallestRadius <= LargestRadius ? [] : ["SmallestRadius is larger than LargestRadius"];
}
