namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// What a file must keep to before ONNX Runtime sees it: only what this library writes. That excludes loops without
/// end, tensors read from other files and sizes that do not fit the numbers given.
/// </summary>
internal static class OnnxRules
{
    /// <exception cref="FormatException">The model has something else; the text names it.</exception>
    public static void Require(ModelProto model, ReadOnlySpan<byte> bytes)
    {
        if (Fault(model) is { } fault)
            throw new FormatException($"The model is not one that this library writes: {fault}.");
        // What the parser skipped would still reach ONNX Runtime; written again, it would be missing.
        if (!model.ToByteArray().AsSpan().SequenceEqual(bytes))
            throw new FormatException("The model is not one that this library writes: it has fields of another kind, "
                + "such as subgraphs, functions or external data.");
    }

    private static string? Fault(ModelProto model)
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
            if (Fault(tensor) is { } fault) return $"its tensor '{tensor.Name}' {fault}";
        }
        ValueInfoProto? odd = graph.Input.Concat(graph.Output)
            .FirstOrDefault(v => v.Type?.TensorType is not { ElemType: GraphBuilder.Float, Shape: not null });
        return odd is null ? null : $"'{odd.Name}' is no tensor of single precision numbers";
    }

    private static string? Fault(TensorProto tensor)
    {
        if (tensor.DataLocation != 0) return "is kept in another file";
        int size = tensor.DataType switch
        {
            GraphBuilder.Float => sizeof(float),
            GraphBuilder.Int64 => sizeof(long),
            _ => 0
        };
        if (size == 0) return $"has the element type {tensor.DataType}";
        Int128 bytes = size;
        foreach (long dim in tensor.Dims)
            // Beyond any array's length one more factor cannot overflow.
            if (dim < 0 || (bytes *= dim) > long.MaxValue) return "has impossible sizes";
        return bytes == tensor.RawData.Length ? null
            : $"holds {tensor.RawData.Length} bytes where its sizes [{string.Join(", ", tensor.Dims)}] need {bytes}";
    }
}
