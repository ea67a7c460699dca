using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// The parameters that the cost interpreter counts are those that the report names and the model's file holds.
/// </summary>
internal static class ParameterCount
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        long counted = CostInterpreter.Measure(definition,
            [.. PortShapes.Of(definition, 1, test.Sizes[0]).Select(s => Shape.Of(s))]).Parameters;
        TrainedOperator trained = test.Train();
        Dictionary<string, float[]> weights = FileWeights.Of(OnnxExporter.Export(trained.Definition, trained.Values));
        // Within the model the operator is a part, whose name stands before its parameters'.
        long real = definition.Parameters.Where(p => p.IsTrainable)
            .Sum(p => weights.GetValueOrDefault($"operator.{p.Name}")?.LongLength ?? 0);
        InvariantException.Require(counted == real,
            $"The cost interpreter counts {counted} parameters, the model's file holds {real}");
        InvariantException.Require(counted == trained.Report.Parameters,
            $"The cost interpreter counts {counted} parameters, the report {trained.Report.Parameters}");
    }
}
