using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Weights of a graph in fewer bits. A weight W becomes the tensor W:float16 and a Cast, or W:int8 and W:scale with a
/// Cast and a Mul; the last node's result has the name W, so that nothing else in the graph changes. Runtimes evaluate
/// such nodes once, when they open the model. (ONNX Runtime evaluates a DequantizeLinear at every prediction, which
/// took two to nine times as long.)
/// </summary>
internal static class StoredWeight
{
    public const string Half = ":float16", Byte = ":int8", Whole = ":int32", Scale = ":scale", Zero = ":zero";
    // The data's statistics determine the scale of every number, and they are few.
    private const string Statistics = "normalize.";

    /// <summary>
    /// Whether a tensor is a weight that pays to store in fewer bits: a matrix or a kernel, not a bias.
    /// </summary>
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

    /// <summary>Stores large weights in another form.</summary>
    /// <param name="graph">The graph; it is changed.</param>
    /// <param name="shrink">
    /// Gives the tensors to store for a weight and the nodes that restore it; null leaves the weight as it is.
    /// </param>
    /// <returns>How many weights were replaced.</returns>
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

    /// <summary>Converts half precision back to single precision; the numbers stay rounded.</summary>
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
    /// All weights in single precision under their own names; those stored in fewer bits as they are restored.
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
