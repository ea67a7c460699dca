using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A trainer of operators from one field to another on the same grid. An architecture adds its options and its definition.</summary>
public abstract class OperatorTrainerBase : FieldTrainerBase
{
    /// <summary>A trainer with a copy of the options.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    protected OperatorTrainerBase(MLContext mlContext, OperatorTrainerOptions options)
        : base(mlContext, options)
    {
    }

    /// <summary>The number of grid axes of the fields.</summary>
    protected abstract int Dimensions { get; }

    /// <summary>The definition for fields of that many channels.</summary>
    protected abstract NeuralOperator Define(int inputChannels, int outputChannels);

    private protected sealed override IEnumerable<(string Role, string Name)> InputColumns => [("feature", Common.FeatureColumnName)];

    private protected sealed override FieldColumn[] FindInputs(DataViewSchema schema)
        => [FieldColumn.Find(schema, "feature", Common.FeatureColumnName, Dimensions)];

    private protected sealed override FieldColumn FindLabel(DataViewSchema schema)
        => FieldColumn.Find(schema, "label", Common.LabelColumnName, Dimensions);

    private protected sealed override TrainingPlan Plan(TrainingRows read)
    {
        var (source, target) = Ports(read.Inputs[0], read.Label);
        return new TrainingPlan(Define(source.Channels, target.Channels), read.Training, read.Validation, [source], target);
    }

    // What the operator maps from and to: the columns, or some frames of the trajectories in the feature column.
    private (FieldColumn Source, FieldColumn Target) Ports(FieldColumn feature, FieldColumn? label) => Common.RollOut is { } rollOut
        ? (feature with { Channels = rollOut.Channels * rollOut.History }, feature with { Channels = rollOut.Channels * rollOut.StepsPerPrediction })
        : (feature, label ?? feature with { Channels = Common.OutputChannels });
}
