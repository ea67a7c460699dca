using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Copies of rows in other coordinates: general covariance augmentation (Fanaskov, Yu, Rudikov, Oseledets 2023,
/// arXiv:2301.12730). Smooth random maps x(ξ) of the unit box to itself, with the Jacobian matrix J, turn
/// -∇·(a∇u) + b·∇u + cu = f into an equation of the same form.
/// </summary>
/// <remarks>
/// A scalar coefficient becomes a symmetric tensor in two and three dimensions, so columns hold tensors from the start:
/// <c>operators.ToTensor</c> makes them of scalars, in training and in scoring alike. The fields of a copy solve its
/// equation up to the error of the interpolation.
/// </remarks>
/// <param name="Fields">
/// What the columns' channels are, such as <c>"a: tensor; f: density; u: scalar"</c>: a scalar, such as the solution,
/// goes with the points; a density, such as c, f or the ρ of a wave equation, becomes det J f; a vector, such as b or a
/// flux, becomes det J J⁻¹ b; a tensor, such as a, becomes det J J⁻¹ a J⁻ᵀ, with the entries 00, 01, 11 (or 00, 01, 02,
/// 11, 12, 22), in one dimension a / x'; a velocity, such as v in u_t + v·∇u = 0, becomes J⁻¹ v. A column of several
/// frames repeats its quantities.
/// </param>
public sealed record CovarianceAugmentation(string Fields) : FieldAugmentation
{
    /// <summary>Copies of every row, each with a map of its own.</summary>
    [Range(1, Limits.Depth), SweepRange(1, 4)]
    public int Copies { get; init; } = 1;

    /// <summary>Waves in the density of the points along an axis.</summary>
    [Range(1, 32)]
    public int Modes { get; init; } = 3;

    /// <summary>How much the density of the points varies: from 1 - strength to 1 + strength along each axis.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true), SweepRange(0.1, 0.8)]
    public double Strength { get; init; } = 0.5;

    /// <summary>
    /// How much axes bend, from not at all, where x₁ depends on ξ₁ alone, to as much as surely leaves the maps
    /// one-to-one.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Bending { get; init; } = 0.5;

    /// <summary>
    /// Where the grid points are. Periodic boxes are mapped periodically, others with every side to itself.
    /// </summary>
    public PointPlacement Placement { get; init; } = PointPlacement.EndPoints;

    /// <summary>How fields are read between the grid points: linearly where they jump.</summary>
    [AllowedValues(GridInterpolation.Cubic, GridInterpolation.Linear)]
    public GridInterpolation Interpolation { get; init; } = GridInterpolation.Cubic;

    /// <summary>The lengths of the box along the axes, on which bent axes depend; null for equal ones.</summary>
    public IReadOnlyList<double>? Lengths { get; init => field = value.Copied(); }

    internal override IReadOnlyList<FieldRule> Rules()
        => FieldRule.Parse(Fields, "scalar", "density", "vector", "velocity", "tensor");

    internal override BoundAugmentation Bind(IReadOnlyList<AugmentedField> fields)
        => new BoundMaps(this, Rules(), fields, CommonGrid(fields));

    private protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Lengths is { } lengths && (lengths.Count != Dimensions || lengths.Any(l => !(l > 0 && l < Limits.Single))))
            yield return $"Lengths is [{string.Join(", ", lengths)}]; expected {Dimensions} positive numbers";
    }
}
