using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How a field at scattered points becomes one on a grid.</summary>
public sealed record PointInterpolationOptions : IRules
{
    /// <summary>How it is read between the points.</summary>
    public PointInterpolation Kind { get; init; } = PointInterpolation.MovingLeastSquares;

    /// <summary>
    /// How many of the nearest points count, for inverse distances and moving least squares; null for three in each
    /// direction of inverse distances, and twice as many as the polynomials have terms. More of them smooth.
    /// </summary>
    [Range(1, 1024)]
    public int? NeighborCount { get; init; }

    /// <summary>The power of inverse distances.</summary>
    [Range(0.0, 32.0, MinimumIsExclusive = true)]
    public double Power { get; init; } = 2;

    /// <summary>The degree of moving least squares: 0, 1 or 2.</summary>
    [Range(0, 2)]
    public int Degree { get; init; } = 1;

    /// <summary>The shape of the mesh's cells; null for lines, triangles or tetrahedra.</summary>
    public CellKind? Cells { get; init; }

    /// <summary>Whether grid points outside the mesh get NaN instead of the nearest point's value.</summary>
    public bool LeavesOutside { get; init; }

    /// <summary>Where the grid points are in the box.</summary>
    public PointPlacement Placement { get; init; } = PointPlacement.CellCentres;

    /// <summary>The box's lower corner, one number for each axis; null for zeros.</summary>
    public IReadOnlyList<double>? Lower { get; init => field = value.Copied(); }

    /// <summary>The box's upper corner; null for ones.</summary>
    public IReadOnlyList<double>? Upper { get; init => field = value.Copied(); }

    IEnumerable<string> IRules.Faults() => GridBox.Faults(Lower, Upper, null);
}
