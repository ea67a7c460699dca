namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Options that make whatever toy on point sets they are given.</summary>
/// <param name="Definition">Makes the toy from the channels of points, function and label.</param>
internal sealed record PointToyOptions(Func<int, int, int, NeuralOperator> Definition) : PointOperatorOptions
{
    internal override IReadOnlyList<PointField> Fields(PointFields given) => [given.Points, .. given.Functions];

    internal override PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        FieldDataset training = rows.Training;
        return new(Definition(training.Inputs[0].Channels, training.Inputs[1].Channels, training.Target.Channels),
            training, rows.Validation, 2);
    }
}
