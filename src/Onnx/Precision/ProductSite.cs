namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>A convolution or linear layer that can multiply in eight bits: a value and a constant weight.</summary>
/// <param name="Node">Conv, Gemm or MatMul; its first input is the value, its second the weight.</param>
/// <param name="Weight">The weight; every output channel of it has a scale.</param>
/// <param name="Axis">The weight's axis of output channels.</param>
/// <param name="Transpose">The node that transposes the weight for a MatMul, or null.</param>
/// <param name="Bias">The bias, or null.</param>
internal sealed record ProductSite(NodeProto Node, TensorProto Weight, int Axis, NodeProto? Transpose,
    TensorProto? Bias)
{
    /// <summary>All of a graph's, in order. Weights and biases that several nodes read are left out.</summary>
    public static IReadOnlyList<ProductSite> Of(GraphProto graph)
    {
        var weights = graph.Initializer.ToDictionary(t => t.Name, StringComparer.Ordinal);
        var makers = graph.Node.ToDictionary(n => n.Output[0], StringComparer.Ordinal);
        var readers = graph.Node.SelectMany(n => n.Input).GroupBy(name => name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return [.. graph.Node.Select(Find).OfType<ProductSite>()];

        ProductSite? Find(NodeProto node)
        {
            if (node.OpType is not ("Conv" or "Gemm" or "MatMul") || weights.ContainsKey(node.Input[0])) return null;
            NodeProto? maker = node.OpType == "MatMul" ? makers.GetValueOrDefault(node.Input[1]) : null;
            NodeProto? transpose = maker?.OpType == "Transpose" && readers[node.Input[1]] == 1 ? maker : null;
            if (Own(transpose?.Input[0] ?? node.Input[1]) is not { } weight || !StoredWeight.IsLarge(weight))
                return null;
            // ONNX Runtime supports scales of channels only for matrices.
            if (node.OpType != "Conv" && weight.Dims.Count != 2) return null;
            bool isTurned = transpose is not null || node.Attribute.Any(a => a is { Name: "transB", I: 1 });
            int axis = node.OpType == "Conv" || isTurned ? 0 : 1;
            if (node.Input.Count < 3) return new ProductSite(node, weight, axis, transpose, null);
            return Own(node.Input[2]) is { Dims.Count: 1 } bias && bias.Dims[0] == weight.Dims[axis]
                ? new ProductSite(node, weight, axis, transpose, bias) : null;
        }

        TensorProto? Own(string name)
            => readers[name] == 1 && weights.GetValueOrDefault(name) is { DataType: GraphBuilder.Float } tensor
                ? tensor : null;
    }

    /// <summary>
    /// The values whose ranges are needed: inputs of products, and outputs of convolutions, which ONNX Runtime rounds
    /// at once.
    /// </summary>
    public IEnumerable<string> Values => IsRounded ? [Node.Input[0], Node.Output[0]] : [Node.Input[0]];

    /// <summary>Whether the result is rounded to eight bits; otherwise it is in single precision.</summary>
    public bool IsRounded => Node.OpType == "Conv";
}
