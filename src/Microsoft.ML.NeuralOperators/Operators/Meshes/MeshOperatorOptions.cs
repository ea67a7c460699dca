using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The options of an operator between fields given at the same points, whether they make a grid or a point set.
/// </summary>
public abstract record MeshOperatorOptions : GridOperatorOptions, IPointOptions
{
    /// <summary>Grid axes of the fields, 1, 2 or 3, where they are on a grid.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>
    /// Whether the coordinates of the points, 0 to 1 along each axis, are prepended to the input on grids. Point sets
    /// always give them.
    /// </summary>
    public bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Points along every axis of a reference grid, the distances to which stand for a point's coordinates (the
    /// "unified position", published with 8): on grids from 0 to 1, on point sets √3 standard deviations to either side
    /// of the mean. 0 takes the coordinates themselves.
    /// </summary>
    [Range(0, 64), SweepChoice(0, 8)]
    public int ReferencePoints { get; init; }

    /// <inheritdoc/>
    public sealed override int AxisCount => Dimensions;

    /// <inheritdoc/>
    public sealed override NeuralOperator Define(int inputChannels, int outputChannels)
        => Define(new MeshFields(inputChannels, outputChannels));

    /// <summary>The operator between such fields.</summary>
    internal abstract NeuralOperator Define(MeshFields fields);

    IReadOnlyList<PointField> IPointOptions.Fields(PointFields given)
        => [given.Points, .. given.Parameters is { } parameters ? [parameters] : Array.Empty<PointField>(),
            .. given.Functions];

    PointPlan IPointOptions.Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        IReadOnlyList<FieldSamples> fields = rows.Training.Inputs;
        int parameters = given.Parameters is null ? 0 : 1;
        var definition = Define(new MeshFields(fields.Skip(1 + parameters).Sum(f => f.Channels),
            rows.Training.Target.Channels)
        {
            Coordinates = fields[0].Channels,
            Parameters = parameters == 0 ? 0 : fields[1].Channels,
            HasMask = rows.HasVaryingPoints,
        });
        return new PointPlan(definition, rows.Training, rows.Validation, fields.Count);
    }
}
