using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="Srno"/>.</summary>
public sealed record SrnoOptions : PointOperatorOptions
{
    /// <summary>Grid axes of the given field, and coordinates of a query point: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>
    /// Where the given field's points lie in the unit cube of the query points. Default cell centres.
    /// </summary>
    public PointPlacement Points { get; init; } = PointPlacement.CellCentres;

    /// <summary>How the encoder's convolutions continue the given field beyond its boundary.</summary>
    public BoundaryCondition Boundary { get; init; } = BoundaryCondition.Neumann;

    /// <summary>Channels of the encoder. Published: 64.</summary>
    [Range(1, Limits.Width), SweepRange(16, 64, IsLogarithmic = true)]
    public int EncoderChannels { get; init; } = 32;

    /// <summary>Residual blocks of the encoder, of two convolutions each. Published: 16.</summary>
    [Range(0, Limits.Depth), SweepRange(2, 8)]
    public int EncoderLayers { get; init; } = 4;

    /// <summary>Channels of the kernel integrals, a multiple of <see cref="Heads"/>. Published: 256.</summary>
    [Range(1, Limits.Width), SweepChoice(32, 64, 128)]
    public int Channels { get; init; } = 64;

    /// <summary>Heads of the kernel integrals. Published: 16.</summary>
    [Range(1, Limits.Width), SweepChoice(4, 8, 16)]
    public int Heads { get; init; } = 8;

    /// <summary>Kernel integrals. Published: 2.</summary>
    [Range(0, Limits.Depth), SweepRange(1, 3)]
    public int Layers { get; init; } = 2;

    /// <summary>
    /// Whether the linearly interpolated input is added to the output, so that the difference is learned. Input and
    /// output then have the same number of channels.
    /// </summary>
    public bool HasInterpolation { get; init; } = true;

    /// <summary>What the authors' program has otherwise; null for a model of this library.</summary>
    internal PublishedSrno? Published { get; init; }

    internal override IReadOnlyList<PointField> Fields(PointFields given)
        => [given.Functions.Single() with { Axis = "grid", GridAxes = Dimensions }, given.Points];

    internal override PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        FieldSamples field = rows.Training.Inputs[0], points = rows.Training.Inputs[1], label = rows.Training.Target;
        if (points.Channels != Dimensions)
            throw new InvalidOperationException($"Column '{points.Name}' has {points.Channels} coordinates; expected "
                + $"{Dimensions}, one for each grid axis (SrnoOptions.Dimensions).");
        if (HasInterpolation && field.Channels != label.Channels)
            throw new InvalidOperationException($"Column '{label.Name}' has {label.Channels} channels and "
                + $"'{field.Name}' {field.Channels}; expected as many, or HasInterpolation = false.");
        return new PointPlan(new Srno(field.Channels, label.Channels, this), rows.Training, rows.Validation, 2);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
        => Heads > 0 && Channels % Heads != 0 ? [$"Channels is {Channels}; expected a multiple of Heads, {Heads}"] : [];
}
