namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// What an operator makes of a sample is the same alone and among others, also others with more points.
/// </summary>
internal static class BatchIndependence
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        ParameterValues values = Disturbed(definition);
        FieldDataset all = test.Data();
        float[][] together = Outputs(all);
        for (int row = 0; row < together.Length; row++)
            Near.Require(Outputs(test.Data(test.Sizes[0], row))[0], together[row], 1e-5,
                $"The output of row {row} depends on its neighbours");

        float[][] Outputs(FieldDataset data)
            => SampleBatch.Rows(TorchRun.Of(definition, values, SampleBatch.Of(definition, data)), data.Target);
    }

    // First weights of nothing would hide what is behind them.
    private static ParameterValues Disturbed(NeuralOperator definition)
    {
        ParameterValues values = ParameterValues.Initialize(definition, 0);
        var random = new Random(0);
        foreach (ParameterDeclaration parameter in definition.Parameters.Where(p => p.IsTrainable))
            foreach (ref float value in values[parameter].AsSpan()) value += 0.1f * (random.NextSingle() - 0.5f);
        return values;
    }
}
