using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How Kolmogorov flow is generated. The defaults are the constants of Kochkov et al. 2021 (PNAS 118, the programs of
/// JAX-CFD): four waves of forcing, Reynolds number 1,000, linear drag 0.1, at 64 points along each axis. PINO's set
/// (Li et al. 2021, arXiv:2111.03794) has a viscosity of 1/500, no drag, and frames 1/128 apart.
/// </summary>
public sealed record KolmogorovFlowOptions : SteppedOptions
{
    /// <summary>The published constants.</summary>
    public KolmogorovFlowOptions() : base(64, 20, 10, 0.25, 0.01, refinement: 2)
    {
    }

    /// <summary>ν, one over the Reynolds number. Default 1e-3.</summary>
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double Viscosity { get; init; } = 1e-3;

    /// <summary>α, which takes energy out of the largest vortices. Default 0.1.</summary>
    [Range(0.0, 1e3)]
    public double Drag { get; init; } = 0.1;

    /// <summary>k, waves of the forcing. Default 4.</summary>
    [Range(1, 1000)]
    public int Wave { get; init; } = 4;
}
