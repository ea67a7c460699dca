namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// The parameters that the cost interpreter counts are those that the report names and the model's file holds.
/// </summary>
internal static class ParameterCount
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperator definition = test.Define(mlContext);
        long counted = CostInterpreter.Measure(definition,
            [.. PortShapes.Of(definition, 1, test.Sizes[0]).Select(s => Shape.Of(s))]).Parameters;
        using NeuralOperatorTransformer model = test.Fit(mlContext);
        Dictionary<string, float[]> weights = ModelFile.Weights(ModelFile.Of(model));
        // Within the model the operator is a part, whose name stands before its parameters'.
        long real = definition.Parameters.Where(p => p.IsTrainable)
            .Sum(p => weights.GetValueOrDefault($"operator.{p.Name}")?.LongLength ?? 0);
        InvariantException.Require(counted == real,
            $"The cost interpreter counts {counted} parameters, the model's file holds {real}");
        InvariantException.Require(counted == model.Report!.Parameters,
            $"The cost interpreter counts {counted} parameters, the report {model.Report.Parameters}");
    }
}
