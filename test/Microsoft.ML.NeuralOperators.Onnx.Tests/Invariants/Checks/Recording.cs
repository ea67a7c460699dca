using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// With its sizes filled in, as a CUDA device records it, a model has the same scores.
/// </summary>
internal static class Recording
{
    private const double Tolerance = 1e-5;

    /// <summary>The operators of a case.</summary>
    public static IReadOnlyList<string> Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        OnnxModel model = OnnxModel.Of(OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0)));
        OnnxModelInfo info = OnnxModelInfo.Read(model.Graph, out _);
        var inputs = SampleBatch.Of(definition, test.Data(test.Sizes[0], 0, 1, 2));
        var sizes = new Dictionary<string, long>();
        foreach (var (axes, input) in info.Inputs.Values.Zip(inputs))
            for (int i = 0; i < axes.Count; i++)
                if (!int.TryParse(axes[i], out _)) sizes[axes[i]] = input.Shape[i];
        byte[]? graph = RecordableGraph.Of(model, sizes, out IReadOnlyList<string> operators);
        if (graph is null) return operators;
        using OnnxOperatorSession open = OnnxOperatorSession.Open(model);
        using var fixedSizes = new InferenceSession(graph);
        OrtValue[] values = [.. inputs.Select(i => OrtValue.CreateTensorValueFromMemory(i.Values, i.Shape))];
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> scores =
            fixedSizes.Run(run, [.. info.Inputs.Keys], values, [info.Outputs.Keys.First()]);
        Near.Require(open.Run(inputs).Values, scores[0].GetTensorDataAsSpan<float>().ToArray(), Tolerance, "scores");
        foreach (OrtValue value in values) value.Dispose();
        return operators;
    }
}
