using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What random fields do at the boundary.</summary>
public enum RandomFieldBoundary
{
    /// <summary>They go on at the other side: Fourier series without a constant.</summary>
    Periodic,

    /// <summary>Their slope across it is zero: cosine series without a constant.</summary>
    Neumann,

    /// <summary>They are zero: sine series.</summary>
    Dirichlet,
}

/// <summary>The law of a <see cref="RandomField"/>.</summary>
public sealed record RandomFieldOptions
{
    /// <summary>What they do at the boundary. Default periodic.</summary>
    public RandomFieldBoundary Boundary { get; init; }

    /// <summary>1 for [0, 1], 2 for the unit square. Default 2.</summary>
    [Range(1, 2)]
    public int Dimensions { get; init; } = 2;

    /// <summary>Smoothness α. Default 2.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Alpha { get; init; } = 2;

    /// <summary>Inverse length scale τ. Default 3.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Tau { get; init; } = 3;

    /// <summary>Amplitude σ. Default τ^(α - d/2), whose functions have values of about 1 or less.</summary>
    [Range(0.0, Limits.Single)]
    public double? Sigma { get; init; }

    /// <summary>
    /// Waves along each axis. More of them add detail to a seed's function and leave the rest as it is: beyond 20 for
    /// periodic fields, beyond 64 for those of a plane without slope, and always for others. Default 20.
    /// </summary>
    [Range(1, 4096)]
    public int Modes { get; init; } = 20;
}
