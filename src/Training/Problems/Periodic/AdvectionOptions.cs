using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How advection data is generated. The defaults are the constants of PDEBench (Takamoto et al. 2022,
/// arXiv:2210.07182): 1,024 points, 201 frames up to time 2.
/// </summary>
public sealed record AdvectionOptions : TrajectoryOptions
{
    /// <summary>The published constants.</summary>
    public AdvectionOptions() : base(1024, 201, 0, 0.01)
    {
    }

    /// <summary>β. PDEBench has 0.1, 0.2, 0.4, 0.7, 1, 2, 4 and 7. Default 0.4.</summary>
    [Range(-1e6, 1e6)]
    public double Speed { get; init; } = 0.4;
}
