using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>Functions on point sets to a function at query points.</summary>
/// <param name="label">The column of the function to learn.</param>
/// <param name="labelChannels">Its channels, where its type has no dimensions.</param>
/// <param name="score">The column of the predicted function.</param>
/// <param name="given">The columns that may be read.</param>
/// <param name="options">The architecture.</param>
internal sealed class PointColumns(string label, int labelChannels, string score, PointFields given,
    IPointOptions options)
    : TrainingColumns(label, score)
{
    private static readonly PointAxis Output = new(PointFields.OutputAxis);

    public override OperatorOptions Options => (OperatorOptions)options;

    public override IEnumerable<(string Role, string Name)> Inputs
        => options.Fields(given).Select(f => (f.Role, f.Column));

    public override TrainingColumns With(OperatorOptions other)
        => new PointColumns(Label, labelChannels, Score, given, (IPointOptions)other);

    public override FieldColumn[] FindInputs(DataViewSchema schema)
        => [.. options.Fields(given).Select(f => f.Axis is null
            ? FieldColumn.FindParameters(schema, f.Role, f.Column)
            : f.GridAxes > 0 ? FieldColumn.Find(schema, f.Role, f.Column, f.GridAxes)
            : FieldColumn.FindPoints(schema, f.Role, f.Column, f.Channels, new PointAxis(f.Axis)))];

    public override FieldColumn FindLabel(DataViewSchema schema)
        => FieldColumn.FindPoints(schema, "label", Label, labelChannels, Output);

    /// <summary>A plan whose columns take size and padding rules from the operator's axes.</summary>
    public override TrainingPlan Plan(TrainingRows rows, TrainingOptions training)
    {
        var read = new PointRows(rows.Training, rows.Validation, rows.Inputs.Any(c => c.IsVarying),
            training.NormalizeOutput);
        PointPlan plan = options.Plan(read, given, NeuralOperators.Training.OrthogonalDecomposition.Of);
        FieldPort[] ports = [.. plan.Definition.Inputs.Where(p => !p.IsMask)];
        return new TrainingPlan(plan.Definition, plan.Training, plan.Validation,
            [.. rows.Inputs.Take(plan.Fields).Zip(ports, Bound)],
            Bound(rows.Label!, plan.Definition.Output));

        static FieldColumn Bound(FieldColumn column, FieldPort port)
            => column with
            {
                Points = port.Axes.Count > 0 && port.Axes[0].IsPointSet ? PointAxis.Of(port.Axes[0]) : null,
            };
    }

    public override IEnumerable<string> Faults(TrainingOptions training)
    {
        foreach (string fault in base.Faults(training)) yield return fault;
        if (Label.Length == 0 && !training.Loss.NeedsTarget) yield return "The label column's name is empty";
        foreach (PointField field in options.Fields(given))
            if (field.Channels < 1)
                yield return $"The {field.Role} column '{field.Column}' has {field.Channels} channels; expected at "
                    + "least 1";
        if (labelChannels < 1)
            yield return $"The label column '{Label}' has {labelChannels} channels; expected at least 1";
        if (options is GridOperatorOptions { ScoringGrid: not null })
            yield return "ScoringGrid is given, but points make no grid";
        if (training.RollOut is not null) yield return "RollOut is given, but trajectories are learned on grids only";
        if (training.Loss.NeedsGrid)
            yield return $"Loss is {training.Loss.GetType().Name}, which takes differences along grid axes; points "
                + "have no order";
    }
}
