using Microsoft.ML.NeuralOperators.Onnx;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What an ONNX file says of itself, read without running it.</summary>
/// <param name="Inputs">Names and sizes of the inputs; an open size is a name.</param>
/// <param name="Outputs">Names and sizes of the outputs.</param>
/// <param name="Operators">The type of every node.</param>
/// <param name="Opset">The operator set.</param>
/// <param name="Metadata">The entries kept with the model.</param>
public sealed record OnnxModelInfo(IReadOnlyDictionary<string, IReadOnlyList<string>> Inputs,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Outputs,
    IReadOnlyList<string> Operators, long Opset, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>
    /// Whether the file carries a digest of all its bytes, which was then found right. Files of other programs and of
    /// earlier versions have none.
    /// </summary>
    public bool HasDigest { get; init; }

    /// <summary>The model's card; null if the file has none.</summary>
    /// <exception cref="FormatException">The card cannot be read.</exception>
    public ModelCard? Card => ModelCardFormat.Read(Metadata);

    /// <summary>The number format of the model's weights.</summary>
    /// <exception cref="FormatException">A newer version of this library wrote it.</exception>
    public ExportPrecision Precision => PrecisionPass.Of(Metadata);

    // What is unknown is left out, so that OnnxRules sees that it is there.
    private static readonly MessageParser<ModelProto> Parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="FormatException">The bytes are not an ONNX model, or are damaged.</exception>
    public static OnnxModelInfo Read(byte[] model) => Read(model, out _);

    internal static OnnxModelInfo Read(byte[] model, out ModelProto proto)
    {
        ArgumentNullException.ThrowIfNull(model);
        OnnxSize.Require(model);
        try
        {
            proto = Parser.ParseFrom(model);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException($"The file is no ONNX model: {error.Message}", error);
        }
        if (proto.Graph is null || proto.Graph.Output.Count == 0 || proto.OpsetImport.Count == 0)
            throw new FormatException("The file is no ONNX model: it has no graph.");
        bool hasDigest = OnnxSeal.Check(proto, model);
        return new OnnxModelInfo(
            Unique("input", proto.Graph.Input, v => v.Name, Sizes),
            Unique("output", proto.Graph.Output, v => v.Name, Sizes),
            [.. proto.Graph.Node.Select(n => n.OpType)],
            proto.OpsetImport[0].Version,
            Unique("metadata entry", proto.MetadataProps, p => p.Key, p => p.Value))
        {
            HasDigest = hasDigest,
        };
    }

    private static Dictionary<string, T> Unique<TItem, T>(string what, IEnumerable<TItem> items,
        Func<TItem, string> name, Func<TItem, T> value)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (TItem item in items)
            if (!found.TryAdd(name(item), value(item)))
                throw new FormatException($"The model has the {what} '{name(item)}' twice.");
        return found;
    }

    private static IReadOnlyList<string> Sizes(ValueInfoProto value)
        => [.. (value.Type?.TensorType?.Shape?.Dim ?? []).Select(d => d.HasDimParam ? d.DimParam : $"{d.DimValue}")];
}
