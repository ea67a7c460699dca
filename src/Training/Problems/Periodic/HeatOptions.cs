using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How data of the heat equation is generated. The defaults are the constants of Brandstetter, Welling and Worrall 2022
/// (arXiv:2202.07643), from which they take solutions of Burgers' equation: a period of 2π, a diffusivity of 0.01, 180
/// frames up to time 18, at 256 points.
/// </summary>
public sealed record HeatOptions : TrajectoryOptions
{
    /// <summary>The published constants.</summary>
    public HeatOptions() : base(256, 180, 0, 18.0 / 179)
    {
    }

    /// <summary>Axes of space, 1 or 2. Default 1.</summary>
    [Range(1, 2)]
    public int Dimensions { get; init; } = 1;

    /// <summary>κ. Default 0.01.</summary>
    [Range(0.0, 1e6)]
    public double Diffusivity { get; init; } = 0.01;

    /// <summary>The period L along each axis. Default 2π.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Period { get; init; } = 2 * Math.PI;

    /// <summary>Waves of an initial state. Default 10.</summary>
    [Range(1, 1000)]
    public int Waves { get; init; } = 10;

    /// <summary>The largest wave number along an axis. Default 8.</summary>
    [Range(1, 1000)]
    public int LargestWave { get; init; } = 8;
}
