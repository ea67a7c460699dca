using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How the permeability of Darcy data comes about.</summary>
public enum DarcyPermeability
{
    /// <summary>High where a random field is not negative, low elsewhere.</summary>
    TwoValued,

    /// <summary>The exponential of a random field.</summary>
    Smooth,

    /// <summary>
    /// Π (1 + ½ cos(a_k π(x + y))) (1 + ½ sin(a_k π(y - 3x))), k = 1 … 6, a_k uniform from 2^(k-1) to 1.5·2^(k-1).
    /// </summary>
    Multiscale,
}

/// <summary>How Darcy data is generated.</summary>
public sealed record DarcyFlowOptions
{
    /// <summary>The rough set: two values from a field of shorter length, τ = 5.</summary>
    public static DarcyFlowOptions Rough { get; } = new() { Tau = 5 };

    /// <summary>The smooth set: the exponential of the random field.</summary>
    public static DarcyFlowOptions Smooth { get; } = new() { Permeability = DarcyPermeability.Smooth };

    /// <summary>
    /// The multiscale set (He, Liu and Xu 2024, arXiv:2310.19809), solved on at least 512 cells along each axis; the
    /// published one was solved by linear elements on 1023 × 1023 nodes.
    /// </summary>
    public static DarcyFlowOptions Multiscale { get; } = new() { Permeability = DarcyPermeability.Multiscale };

    /// <summary>What the permeability is. Default two-valued.</summary>
    public DarcyPermeability Permeability { get; init; }

    /// <summary>Smoothness of the random field. Default 2.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Alpha { get; init; } = 2;

    /// <summary>Inverse length scale of the random field; 3 for the usual set, 5 for the rough one.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Tau { get; init; } = 3;

    /// <summary>Two values: the permeability where the random field is not negative. Default 12.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double High { get; init; } = 12;

    /// <summary>Two values: the permeability elsewhere. Default 3.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Low { get; init; } = 3;

    /// <summary>
    /// Cells along each axis of the grid that is solved, a multiple of the size asked for, over whose cells the
    /// pressure is averaged. Default the size itself, and for the multiscale set its first multiple from 512 on.
    /// </summary>
    [Range(1, Limits.Width)]
    public int? SolvedCells { get; init; }
}
