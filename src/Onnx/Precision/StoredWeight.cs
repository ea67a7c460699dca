using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Weights of a graph in fewer bits. A weight W becomes the tensor W:float16 and a Cast, or W:int8 and W:scale with a
/// Cast and a Mul; the last node's result has the name W, so that nothing else in the graph changes. Every runtime does
/// such nodes once, when it opens the model. (ONNX Runtime runs a DequantizeLinear at every prediction, which took two
/// to nine times as long.)
/// </summary>
internal static class StoredWeight
{
    public const string Half = ":float16", Byte = ":int8", Whole = ":int32", Scale = ":scale", Zero = ":zero";
    // Statistics of the data decide the unit of every number; they are few.
    private const string Statistics = "normalize.";

    /// <summary>Whether a tensor is a weight worth fewer bits: matrices and kernels, not biases.</summary>
    public static bool IsLarge(TensorProto tensor)
    {
        // In graphs of several models, the part's name and a slash come first.
        string name = tensor.Name[(tensor.Name.LastIndexOf('/') + 1)..];
        return tensor.DataType == GraphBuilder.Float && tensor.Dims.Count(d => d > 1) >= 2
            && !name.StartsWith(GraphBuilder.ConstantStem + "_", StringComparison.Ordinal)
            && !name.StartsWith(Statistics, StringComparison.Ordinal);
    }

    /// <summary>A tensor's numbers.</summary>
    public static ReadOnlySpan<float> Numbers(TensorProto tensor)
        => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);

    /// <summary>Gives large weights another form.</summary>
    /// <param name="graph">The graph; it is changed.</param>
    /// <param name="shrink">
    /// The tensors that stand for a weight and the nodes that make it of them; null leaves it as it is.
    /// </param>
    /// <returns>How many got it.</returns>
    public static int Replace(GraphProto graph, Func<TensorProto, (TensorProto[] Stored, NodeProto[] Restore)?> shrink)
    {
        var tensors = new List<TensorProto>();
        var nodes = new List<NodeProto>();
        int count = 0;
        foreach (TensorProto tensor in graph.Initializer)
            if (IsLarge(tensor) && shrink(tensor) is var (stored, restore))
            {
                tensors.AddRange(stored);
                nodes.AddRange(restore);
                count++;
            }
            else tensors.Add(tensor);
        nodes.AddRange(graph.Node);
        graph.Initializer.Clear();
        graph.Initializer.AddRange(tensors);
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
        return count;
    }

    /// <summary>Makes single precision of half precision again, of the numbers as they were rounded.</summary>
    public static void WidenHalves(GraphProto graph)
    {
        foreach (TensorProto tensor in graph.Initializer.Where(t => t.DataType == GraphBuilder.Float16))
        {
            float[] values = Float16Weight.Read(tensor);
            tensor.Name = tensor.Name[..^Half.Length];
            tensor.DataType = GraphBuilder.Float;
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
            graph.Node.Remove(graph.Node.First(n => n.Output[0] == tensor.Name));
        }
    }

    /// <summary>
    /// All tensors of single precision under their own names, those of fewer bits as they are computed.
    /// </summary>
    public static IEnumerable<(string Name, float[] Values)> Read(GraphProto graph)
    {
        Dictionary<string, TensorProto> tensors = graph.Initializer.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (TensorProto tensor in graph.Initializer)
        {
            int end = tensor.Name.LastIndexOf(':');
            if (end < 0)
            {
                if (tensor.DataType == GraphBuilder.Float) yield return (tensor.Name, Numbers(tensor).ToArray());
                continue;
            }
            string name = tensor.Name[..end];
            if (tensor.Name.EndsWith(Half, StringComparison.Ordinal))
                yield return (name, Float16Weight.Read(tensor));
            else if (tensor.Name.EndsWith(Byte, StringComparison.Ordinal)
                || tensor.Name.EndsWith(Whole, StringComparison.Ordinal))
            {
                NodeProto restore = graph.Node.First(n => n.Input.Contains(name + Scale));
                yield return (name, Int8Weight.Read(tensor, tensors[name + Scale], restore));
            }
        }
    }
}
