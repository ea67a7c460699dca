namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// What a file must keep to before ONNX Runtime sees it: only what this library writes. That excludes loops without
/// end, tensors read from other files and sizes that do not fit the numbers given.
/// </summary>
internal static class OnnxRules
{
    /// <param name="model">The model.</param>
    /// <param name="bytes">The bytes that it was read from.</param>
    /// <param name="hasData">Whether tensors are in another file, which was checked.</param>
    /// <exception cref="FormatException">The model has something else; the text names it.</exception>
    public static void Require(ModelProto model, ReadOnlySpan<byte> bytes, bool hasData)
    {
        if (Fault(model, hasData) is { } fault)
            throw new FormatException($"The model is not one that this library writes: {fault}.");
        // What the parser skipped would still reach ONNX Runtime; written again, it would be missing.
        if (!model.ToByteArray().AsSpan().SequenceEqual(bytes))
            throw new FormatException("The model is not one that this library writes: it has fields of another kind, "
                + "such as subgraphs or functions.");
    }

    private static string? Fault(ModelProto model, bool hasData)
    {
        GraphProto graph = model.Graph;
        if (model.OpsetImport is not [{ Domain: "" }]) return "it needs operator sets besides ONNX's own";
        if (graph.Node.FirstOrDefault(n => n.Domain.Length > 0
            || !OnnxOperators.Allowed.Contains(n.OpType)) is { } node)
            return $"it has the operator '{node.Domain}{(node.Domain.Length > 0 ? "." : "")}{node.OpType}'";
        if (graph.Node.FirstOrDefault(n => n.Attribute.Any(a => a.T is not null)) is { } attributed)
            return $"its node '{attributed.Name}' has a tensor among its attributes";
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ValueInfoProto input in graph.Input) names.Add(input.Name);
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!names.Add(tensor.Name)) return $"it has the name '{tensor.Name}' twice";
            if (Fault(tensor, hasData) is { } fault) return $"its tensor '{tensor.Name}' {fault}";
        }
        ValueInfoProto? odd = graph.Input.Concat(graph.Output)
            .FirstOrDefault(v => v.Type?.TensorType is not { ElemType: GraphBuilder.Float, Shape: not null });
        return odd is null ? null : $"'{odd.Name}' is no tensor of single precision numbers";
    }

    private static string? Fault(TensorProto tensor, bool hasData)
    {
        bool isOutside = tensor.DataLocation != 0 || tensor.ExternalData.Count > 0;
        if (isOutside && (!hasData || tensor.HasRawData || ExternalData.LengthOf(tensor) is null))
            return "is kept in another file";
        int size = GraphBuilder.SizeOf(tensor.DataType);
        if (size == 0) return $"has the element type {tensor.DataType}";
        Int128 bytes = size;
        foreach (long dim in tensor.Dims)
            // Beyond any array's length one more factor cannot overflow.
            if (dim < 0 || (bytes *= dim) > long.MaxValue) return "has impossible sizes";
        long length = ExternalData.LengthOf(tensor) ?? tensor.RawData.Length;
        return bytes == length ? null
            : $"holds {length} bytes where its sizes [{string.Join(", ", tensor.Dims)}] need {bytes}";
    }
}
