using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Onnx.Proto;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>What an ONNX file says of itself, read without running it.</summary>
/// <param name="Inputs">Names and sizes of the inputs; an open size is a name.</param>
/// <param name="Outputs">Names and sizes of the outputs.</param>
/// <param name="Operators">The type of every node.</param>
/// <param name="Opset">The operator set.</param>
/// <param name="Metadata">The entries kept with the model.</param>
public sealed record OnnxModelInfo(IReadOnlyDictionary<string, IReadOnlyList<string>> Inputs, IReadOnlyDictionary<string, IReadOnlyList<string>> Outputs,
    IReadOnlyList<string> Operators, long Opset, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="FormatException">They are no ONNX model.</exception>
    public static OnnxModelInfo Read(byte[] model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelProto proto;
        try
        {
            proto = ModelProto.Parser.ParseFrom(model);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException($"The file is no ONNX model: {error.Message}", error);
        }
        if (proto.Graph is null || proto.Graph.Output.Count == 0 || proto.OpsetImport.Count == 0)
            throw new FormatException("The file is no ONNX model: it has no graph.");
        return new OnnxModelInfo(Sizes(proto.Graph.Input), Sizes(proto.Graph.Output), [.. proto.Graph.Node.Select(n => n.OpType)],
            proto.OpsetImport[0].Version, proto.MetadataProps.ToDictionary(p => p.Key, p => p.Value));
    }

    private static Dictionary<string, IReadOnlyList<string>> Sizes(IEnumerable<ValueInfoProto> values)
        => values.ToDictionary(v => v.Name, v => (IReadOnlyList<string>)[.. (v.Type?.TensorType?.Shape?.Dim ?? []).Select(d => d.HasDimParam ? d.DimParam : $"{d.DimValue}")]);
}
