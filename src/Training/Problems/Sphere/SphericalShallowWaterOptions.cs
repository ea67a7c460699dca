using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How shallow-water data on the sphere is generated. The defaults are the Earth's constants as spherical Fourier
/// operators use them (Bonev et al. 2023, arXiv:2306.03838, the programs of torch-harmonics), at 64 latitudes: there
/// 256 with steps of 150 s, here steps of 600 s. Times are in seconds: frames are an hour apart.
/// </summary>
public sealed record SphericalShallowWaterOptions : SteppedOptions, IRules
{
    /// <summary>The published constants.</summary>
    public SphericalShallowWaterOptions() : base(64, 13, 0, 3600, 300)
    {
    }

    /// <summary>Radius of the sphere in metres. Default 6.37122e6.</summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double Radius { get; init; } = 6.37122e6;

    /// <summary>Angular velocity Ω in 1/s. Default 7.292e-5.</summary>
    [Range(-1.0, 1.0)]
    public double Rotation { get; init; } = 7.292e-5;

    /// <summary>Acceleration of gravity g in m/s². Default 9.80616.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Gravity { get; init; } = 9.80616;

    /// <summary>Mean depth in metres. Default 10,000.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Depth { get; init; } = 10_000;

    /// <summary>Amplitude of the depth's random waves in metres. Default 120.</summary>
    [Range(0.0, 1e9)]
    public double Amplitude { get; init; } = 120;

    /// <summary>
    /// Amplitude of random vorticity and divergence, over that of a flow as fast as waves, √(g·depth)/radius. Default
    /// 0.1.
    /// </summary>
    [Range(0.0, 10.0)]
    public double Mach { get; init; } = 0.1;

    /// <summary>Degrees of the spherical harmonics that the solver keeps, a third of its latitudes.</summary>
    internal int Degree => (Points * Refinement + 2) / 3;

    IEnumerable<string> IRules.Faults() => Points * (long)Refinement > 512
        ? [$"Points·Refinement is {Points * (long)Refinement}; expected at most 512"] : [];
}
