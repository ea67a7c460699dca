using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How data of Fisher's equation is generated. The defaults are constants of PDEBench (Takamoto et al. 2022,
/// arXiv:2210.07182): a diffusivity of 0.5, a growth of 1, 101 frames up to time 1, at 1,024 points.
/// </summary>
public sealed record FisherOptions : SteppedOptions
{
    /// <summary>The published constants.</summary>
    public FisherOptions() : base(1024, 101, 0, 0.01, 0.01)
    {
    }

    /// <summary>ν. PDEBench has 0.5, 1, 2 and 5. Default 0.5.</summary>
    [Range(0.0, 1e6)]
    public double Diffusivity { get; init; } = 0.5;

    /// <summary>ρ. PDEBench has 1, 2, 5 and 10. Default 1.</summary>
    [Range(0.0, 1e6)]
    public double Growth { get; init; } = 1;
}
