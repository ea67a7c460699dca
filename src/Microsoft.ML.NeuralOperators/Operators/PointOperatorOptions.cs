using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The options of an operator on point sets, whose points have no order and may differ from sample to sample.
/// </summary>
public abstract record PointOperatorOptions : OperatorOptions, IPointOptions
{
    IReadOnlyList<PointField> IPointOptions.Fields(PointFields given) => Fields(given);

    PointPlan IPointOptions.Plan(PointRows rows, PointFields given, ModeFinder findModes)
        => Plan(rows, given, findModes);

    /// <summary>The fields that are read, in order, of those that the columns give.</summary>
    internal abstract IReadOnlyList<PointField> Fields(PointFields given);

    /// <summary>What is trained on the rows of those fields.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="given">The fields that the columns give.</param>
    /// <param name="findModes">Finds orthogonal modes of fields.</param>
    internal abstract PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes);
}

/// <summary>Finds the first modes of fields, normalised per channel first if asked for.</summary>
internal delegate OrthogonalModes ModeFinder(FieldSamples fields, int count, bool isNormalized);

/// <summary>A field on a point set.</summary>
/// <param name="Role">What it is, for errors: "feature", "point" or "parameter".</param>
/// <param name="Column">Its column.</param>
/// <param name="Channels">Channels, for columns whose type has no dimensions.</param>
/// <param name="Axis">The point set, or null for global parameters.</param>
internal sealed record PointField(string Role, string Column, int Channels, string? Axis)
{
    /// <summary>Grid axes of a field that is on a grid of its own; 0 for one on a point set.</summary>
    public int GridAxes { get; init; }
}

/// <summary>What the columns of an operator on point sets hold.</summary>
/// <param name="Points">Coordinates of the points at which the label is given and the score is asked for.</param>
/// <param name="Functions">
/// The input functions; null where they are at the query points or sensors, an axis of their own otherwise.
/// </param>
/// <param name="Parameters">Global parameters, or null.</param>
internal sealed record PointFields(PointField Points, IReadOnlyList<PointField> Functions, PointField? Parameters)
{
    /// <summary>The point set of the label.</summary>
    public const string OutputAxis = "points";
}

/// <summary>Rows on point sets.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to validate on, or null.</param>
/// <param name="HasVaryingPoints">Whether rows have different numbers of points.</param>
/// <param name="NormalizeOutput">Whether training normalises the label.</param>
internal sealed record PointRows(FieldDataset Training, FieldDataset? Validation, bool HasVaryingPoints,
    bool NormalizeOutput);

/// <summary>What is trained on what.</summary>
/// <param name="Definition">The operator.</param>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to validate on, or null.</param>
/// <param name="Fields">How many of the fields that were read the operator takes, the first ones.</param>
internal sealed record PointPlan(NeuralOperator Definition, FieldDataset Training, FieldDataset? Validation,
    int Fields);
