namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>The weights and statistics in an exported model, by the names of the definition's parameters.</summary>
internal static class OnnxWeights
{
    /// <summary>The parameters that an operator's output depends on: those that its model holds.</summary>
    public static IEnumerable<string> NamesOf(NeuralOperator definition)
    {
        OnnxModel model = OnnxExporter.Build(definition, ParameterValues.Initialize(definition, 0));
        OnnxModelInfo.Read(model.Graph, out ModelProto proto);
        var held = proto.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return definition.Parameters.Select(parameter => parameter.Name).Where(held.Contains);
    }

    // Names of definitions begin so; other numbers are constants of the graph.
    private static readonly string[] Prefixes = ["operator.", "normalize."];

    /// <summary>The weights as they are used; for a model in fewer bits, after rounding.</summary>
    /// <exception cref="FormatException">The bytes are not an ONNX model, or are damaged.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(OnnxModel model)
        => StoredWeight.Read(model.ToProto().Graph)
            .Where(tensor => Array.Exists(Prefixes, p => tensor.Name.StartsWith(p, StringComparison.Ordinal)))
            .ToDictionary(tensor => tensor.Name, tensor => tensor.Values, StringComparer.Ordinal);
}
