using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Weights of a graph in fewer bits. A weight W becomes the tensor W:float16 and a Cast, or W:int8 with W:scale and a
/// DequantizeLinear; the node's result has the name W, so that nothing else in the graph changes.
/// </summary>
internal static class StoredWeight
{
    public const string Half = ":float16", Byte = ":int8", Whole = ":int32", Scale = ":scale";
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
    /// The tensors that stand for a weight and the node that makes it of them; null leaves it as it is.
    /// </param>
    /// <returns>How many got it.</returns>
    public static int Replace(GraphProto graph, Func<TensorProto, (TensorProto[] Stored, NodeProto Restore)?> shrink)
    {
        var tensors = new List<TensorProto>();
        var nodes = new List<NodeProto>();
        foreach (TensorProto tensor in graph.Initializer)
            if (IsLarge(tensor) && shrink(tensor) is var (stored, restore))
            {
                tensors.AddRange(stored);
                nodes.Add(restore);
            }
            else tensors.Add(tensor);
        int count = nodes.Count;
        nodes.AddRange(graph.Node);
        graph.Initializer.Clear();
        graph.Initializer.AddRange(tensors);
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
        return count;
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
            if (tensor.DataType == GraphBuilder.Float16) yield return (name, Float16Weight.Read(tensor));
            else if (tensor.DataType is GraphBuilder.Int8 or GraphBuilder.Int32)
            {
                NodeProto restore = graph.Node.First(n => n.Input.Contains(name + Scale));
                // Bytes that are turned round have the axis of the turned ones.
                int axis = restore.Input[0] == tensor.Name ? Int8Weight.AxisOf(restore)
                    : 1 - Int8Weight.AxisOf(restore);
                yield return (name, Int8Weight.Read(tensor, tensors[name + Scale], axis));
            }
        }
    }
}
