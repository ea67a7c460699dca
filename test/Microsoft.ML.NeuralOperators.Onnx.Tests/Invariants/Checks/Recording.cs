namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>With its sizes filled in, a model has operators only that a CUDA device records.</summary>
internal static class Recording
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        OnnxModel model = OnnxModel.Of(OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0)));
        OnnxModelInfo info = OnnxModelInfo.Read(model.Graph, out _);
        var inputs = SampleBatch.Of(definition, test.Data(test.Sizes[0], 0, 1, 2));
        var sizes = new Dictionary<string, long>();
        foreach (var (axes, input) in info.Inputs.Values.Zip(inputs))
            for (int i = 0; i < axes.Count; i++)
                if (!int.TryParse(axes[i], out _)) sizes[axes[i]] = input.Shape[i];
        byte[]? graph = RecordableGraph.Of(model, sizes, out IReadOnlyList<string> others);
        InvariantException.Require(graph is not null, $"Not recorded on CUDA: {string.Join(", ", others)}");
    }
}
