using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How reaction-diffusion data is generated. The defaults are the constants of PDEBench (Takamoto et al. 2022,
/// arXiv:2210.07182): 101 frames up to time 5, on 128 cells along each axis.
/// </summary>
public sealed record ReactionDiffusionOptions : SteppedOptions
{
    /// <summary>The published constants.</summary>
    public ReactionDiffusionOptions() : base(128, 101, 0, 0.05, 0.005)
    {
    }

    /// <summary>Diffusivity of the activator u. Default 1e-3.</summary>
    [Range(0.0, 1e3)]
    public double ActivatorDiffusivity { get; init; } = 1e-3;

    /// <summary>Diffusivity of the inhibitor v. Default 5e-3.</summary>
    [Range(0.0, 1e3)]
    public double InhibitorDiffusivity { get; init; } = 5e-3;

    /// <summary>k of the reaction u - u³ - k - v. Default 5e-3.</summary>
    [Range(-1e3, 1e3)]
    public double Threshold { get; init; } = 5e-3;
}
