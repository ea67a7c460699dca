namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>One field on a grid to another.</summary>
/// <param name="label">The column of the field to learn.</param>
/// <param name="feature">The column of the field to learn from.</param>
/// <param name="score">The column of the predicted field.</param>
/// <param name="options">The architecture.</param>
internal sealed class GridColumns(string label, string feature, string score, GridOperatorOptions options)
    : TrainingColumns(label, score)
{
    public override OperatorOptions Options => options;

    public override IEnumerable<(string Role, string Name)> Inputs => [("feature", feature)];

    public override TrainingColumns With(OperatorOptions other)
        => new GridColumns(Label, feature, Score, (GridOperatorOptions)other);

    public override FieldColumn[] FindInputs(DataViewSchema schema)
        => [FieldColumn.Find(schema, "feature", feature, options.AxisCount)];

    public override FieldColumn FindLabel(DataViewSchema schema)
        => FieldColumn.Find(schema, "label", Label, options.AxisCount);

    public override TrainingPlan Plan(TrainingRows rows, TrainingOptions training)
    {
        FieldColumn source = rows.Inputs[0], target = rows.Label ?? source with { Channels = training.OutputChannels };
        // Some frames of the trajectories in the feature column.
        if (training.RollOut is { } rollOut)
            (source, target) = (source with { Channels = rollOut.Channels * rollOut.History },
                source with { Channels = rollOut.Channels * rollOut.StepsPerPrediction });
        NeuralOperator definition = options.Define(source.Channels, target.Channels)
            ?? throw new InvalidOperationException($"{options.GetType().Name} defined no operator; expected one.");
        return new TrainingPlan(definition, rows.Training, rows.Validation, [source], target);
    }
}
