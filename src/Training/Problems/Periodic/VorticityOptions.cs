using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How two-dimensional flow is generated. The defaults are the constants of Li et al. 2021 (arXiv:2010.08895) for the
/// viscosity 1e-3: 50 frames, one a unit of time, at 64 points along each axis. Their other sets have 1e-4 with 30
/// frames, and 1e-5 with 20.
/// </summary>
public sealed record VorticityOptions : TrajectoryOptions
{
    /// <summary>The published constants.</summary>
    public VorticityOptions() : base(64, 50, 1, 1)
    {
    }

    /// <summary>ν. Default 1e-3.</summary>
    [Range(1e-7, 1e6)]
    public double Viscosity { get; init; } = 1e-3;

    /// <summary>
    /// The longest step in time; small viscosities take shorter ones, which the scheme needs to be stable. Default
    /// 5e-3.
    /// </summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double TimeStep { get; init; } = 5e-3;

    /// <summary>
    /// Points of the solver's grid along each axis. Where they are no multiple of
    /// <see cref="TrajectoryOptions.Points"/> the frames are interpolated by their waves. Default the first multiple of
    /// the points with at least 32 and at least 0.8/√ν, which resolves the smallest vortices.
    /// </summary>
    [Range(8, 1 << 14)]
    public int? SolvedPoints { get; init; }
}
