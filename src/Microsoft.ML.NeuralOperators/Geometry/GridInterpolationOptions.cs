using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How a field on a grid is read at scattered points.</summary>
public sealed record GridInterpolationOptions : IRules
{
    /// <summary>Grid axes of the field: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>How it is read between the grid points.</summary>
    public GridInterpolation Kind { get; init; } = GridInterpolation.Cubic;

    /// <summary>Where the grid points are in the box. Periodic fields go on beyond it.</summary>
    public PointPlacement Placement { get; init; } = PointPlacement.CellCentres;

    /// <summary>The box's lower corner, one number for each axis; null for zeros.</summary>
    public IReadOnlyList<double>? Lower { get; init => field = value.Copied(); }

    /// <summary>The box's upper corner; null for ones.</summary>
    public IReadOnlyList<double>? Upper { get; init => field = value.Copied(); }

    IEnumerable<string> IRules.Faults() => GridBox.Faults(Lower, Upper, Dimensions);
}
