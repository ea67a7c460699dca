using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>The weights and statistics in an exported model, by the names of the definition's parameters.</summary>
internal static class OnnxWeights
{
    /// <summary>The parameters that an operator's output depends on: those that its model holds.</summary>
    public static IEnumerable<string> NamesOf(NeuralOperator definition)
    {
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        OnnxModelInfo.Read(model, out ModelProto proto);
        var held = proto.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return definition.Parameters.Select(parameter => parameter.Name).Where(held.Contains);
    }

    // Names of definitions begin so; other numbers are constants of the graph.
    private static readonly string[] Prefixes = ["operator.", "normalize."];

    /// <exception cref="FormatException">The bytes are not an ONNX model, or are damaged.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(byte[] model)
    {
        OnnxModelInfo.Read(model, out ModelProto proto);
        return proto.Graph.Initializer
            .Where(tensor => tensor.DataType == GraphBuilder.Float
                && Array.Exists(Prefixes, p => tensor.Name.StartsWith(p, StringComparison.Ordinal)))
            .ToDictionary(tensor => tensor.Name,
                tensor => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(), StringComparer.Ordinal);
    }
}
