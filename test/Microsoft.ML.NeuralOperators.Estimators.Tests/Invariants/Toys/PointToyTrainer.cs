using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Trains whatever toy on point sets its options make.</summary>
internal sealed class PointToyTrainer(MLContext mlContext, PointToyTrainer.Options options) : PointOperatorTrainerBase(mlContext, options)
{
    private readonly Func<int, int, int, NeuralOperator> _define = options.Definition;

    private protected override IReadOnlyList<PointColumn> Columns { get; } =
        [new("point", options.PointColumnName, options.Coordinates, OutputAxis.Name), new("feature", options.FeatureColumnName, 1, OutputAxis.Name)];

    private protected override TrainingPlan Plan(TrainingRows read)
        => Plan(_define(read.Inputs[0].Channels, read.Inputs[1].Channels, read.Label!.Channels), read, read.Inputs);

    public sealed class Options : PointOperatorTrainerOptions
    {
        public Func<int, int, int, NeuralOperator> Definition = (coordinates, inputs, outputs) => new PointToyOperator(coordinates, inputs, outputs);
    }
}
