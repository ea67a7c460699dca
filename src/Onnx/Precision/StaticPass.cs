using System.Runtime.InteropServices;
using AttributeType = Microsoft.ML.NeuralOperators.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Makes products multiply in eight bits: every value passes through a QuantizeLinear and a DequantizeLinear, which
/// ONNX Runtime fuses with the product into one kernel. Normalisation, activations and Fourier layers stay in single
/// precision.
/// </summary>
internal static class StaticPass
{
    // Seven bits: processors without VNNI add two products of a byte and a weight in sixteen bits, which larger weights
    // would overflow.
    private const int SevenBits = 64;

    /// <summary>The values whose ranges <see cref="Apply"/> needs.</summary>
    public static IReadOnlyList<string> Values(GraphProto graph)
        => [.. ProductSite.Of(graph).SelectMany(site => site.Values).Distinct(StringComparer.Ordinal)];

    /// <summary>Changes a graph.</summary>
    /// <returns>The number of products in eight bits.</returns>
    public static int Apply(GraphProto graph, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var edit = new Edit(graph);
        int count = 0;
        foreach (ProductSite site in ProductSite.Of(graph))
        {
            // An output of the graph cannot be renamed.
            if (site.IsRounded && graph.Output.Any(o => o.Name == site.Node.Output[0])) continue;
            TensorProto[] stored = WithZeros(Int8Weight.Along(site.Weight, site.Axis, SevenBits));
            NodeProto restore = Int8Weight.Dequantize(stored, site.Weight.Name, site.Axis);
            string value = Edit.Plain(site.Node.Input[0]);
            float scale = ranges[value].Quantization.Scale;
            if (site.Bias is { } bias)
            {
                if (Bias(bias, StoredWeight.Numbers(stored[1]), scale) is not var (whole, widen)) continue;
                edit.Replace(bias, whole);
                edit.First(widen);
            }
            edit.Replace(site.Weight, stored);
            if (site.Transpose is { } transpose) Turn(edit, transpose, restore);
            else edit.First(restore);
            site.Node.Input[0] = edit.Rounded(value, ranges[value], site.Node);
            if (site.IsRounded) edit.RoundResult(site.Node, ranges[site.Node.Output[0]]);
            count++;
        }
        edit.Done();
        return count;
    }

    // The bytes are transposed, so that the product reads the output of DequantizeLinear directly.
    private static void Turn(Edit edit, NodeProto transpose, NodeProto restore)
    {
        string result = transpose.Output[0], turned = $"{restore.Input[0]}:turned";
        (transpose.Input[0], transpose.Output[0]) = (restore.Input[0], turned);
        restore.Input[0] = turned;
        restore.Output[0] = result;
        restore.Attribute[0].I = 1 - restore.Attribute[0].I;
        edit.After(transpose, restore);
    }

    // A bias is added to sums of products, so it has their scale.
    private static (TensorProto[] Stored, NodeProto Restore)? Bias(TensorProto bias, ReadOnlySpan<float> scales,
        float valueScale)
    {
        ReadOnlySpan<float> values = StoredWeight.Numbers(bias);
        var whole = new int[values.Length];
        var scale = new float[values.Length];
        for (int i = 0; i < whole.Length; i++)
        {
            scale[i] = scales[i] * valueScale;
            double number = Math.Round((double)values[i] / scale[i]);
            if (!(Math.Abs(number) < int.MaxValue / 2)) return null;
            whole[i] = (int)number;
        }
        TensorProto stored = Tensor(bias.Name + StoredWeight.Whole, GraphBuilder.Int32,
            MemoryMarshal.AsBytes<int>(whole), whole.Length);
        TensorProto scaled = Tensor(bias.Name + StoredWeight.Scale, GraphBuilder.Float,
            MemoryMarshal.AsBytes<float>(scale), scale.Length);
        TensorProto[] all = WithZeros([stored, scaled]);
        return (all, Int8Weight.Dequantize(all, bias.Name, axis: 0));
    }

    // ONNX Runtime fuses a linear layer only if its zero points are given explicitly.
    private static TensorProto[] WithZeros(TensorProto[] stored)
    {
        int count = (int)stored[1].Dims[0];
        string name = stored[1].Name[..^StoredWeight.Scale.Length] + StoredWeight.Zero;
        return [.. stored, Tensor(name, stored[0].DataType,
            new byte[count * GraphBuilder.SizeOf(stored[0].DataType)], count)];
    }

    private static TensorProto Tensor(string name, int type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> dims)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(bytes) };
        foreach (long dim in dims) tensor.Dims.Add(dim);
        return tensor;
    }

    // Changes to a graph, all made together at the end.
    private sealed class Edit(GraphProto graph)
    {
        private const string RoundedEnd = ":rounded";
        private readonly Dictionary<string, TensorProto[]> _replaced = new(StringComparer.Ordinal);
        private readonly List<NodeProto> _first = [];
        // Nodes are compared by reference: two that look alike are different nodes.
        private readonly Dictionary<NodeProto, List<NodeProto>> _before = new(ReferenceEqualityComparer.Instance),
            _after = new(ReferenceEqualityComparer.Instance);
        private readonly List<TensorProto> _added = [];
        // The names of rounded values, by the names of the values they round.
        private readonly Dictionary<string, string> _rounded = new(StringComparer.Ordinal);

        public void Replace(TensorProto tensor, params TensorProto[] by) => _replaced.Add(tensor.Name, by);

        public void First(NodeProto node) => _first.Add(node);

        public void After(NodeProto node, params NodeProto[] more) => Add(_after, node, more);

        /// <summary>The value that a rounded one was made from.</summary>
        public static string Plain(string value)
            => value.EndsWith(RoundedEnd, StringComparison.Ordinal) ? value[..^RoundedEnd.Length] : value;

        /// <summary>A value in eight bits and wide again; it is rounded before the first node that reads it.</summary>
        public string Rounded(string value, ValueRange range, NodeProto reader)
        {
            if (!_rounded.TryGetValue(value, out string? rounded))
            {
                _rounded.Add(value, rounded = value + RoundedEnd);
                Add(_before, reader, Rounding(value, rounded, range));
            }
            return rounded;
        }

        /// <summary>Rounds what a node gives, for all that read it.</summary>
        public void RoundResult(NodeProto node, ValueRange range)
        {
            string value = node.Output[0], rounded = value + RoundedEnd;
            // It was already rounded, for a product.
            if (!_rounded.TryAdd(value, rounded)) return;
            Add(_after, node, Rounding(value, rounded, range));
            foreach (NodeProto reader in graph.Node)
                for (int i = 0; i < reader.Input.Count; i++)
                    if (reader.Input[i] == value) reader.Input[i] = rounded;
        }

        public void Done()
        {
            TensorProto[] tensors = [.. graph.Initializer.SelectMany(t => _replaced.GetValueOrDefault(t.Name) ?? [t])];
            graph.Initializer.Clear();
            graph.Initializer.AddRange([.. tensors, .. _added]);
            NodeProto[] nodes = [.. _first, .. graph.Node.SelectMany(n => (NodeProto[])[
                .. _before.GetValueOrDefault(n) ?? [], n, .. _after.GetValueOrDefault(n) ?? []])];
            graph.Node.Clear();
            graph.Node.AddRange(nodes);
        }

        private NodeProto[] Rounding(string value, string rounded, ValueRange range)
        {
            (float scale, byte zero) = range.Quantization;
            string bytes = value + ":uint8";
            TensorProto scaled = Tensor($"{value}:value{StoredWeight.Scale}", GraphBuilder.Float,
                MemoryMarshal.AsBytes<float>([scale]));
            TensorProto zeroed = Tensor(value + ":value:zero", GraphBuilder.UInt8, [zero]);
            _added.AddRange([scaled, zeroed]);
            return [Node("QuantizeLinear", value, bytes), Node("DequantizeLinear", bytes, rounded)];

            NodeProto Node(string type, string from, string to) => new()
            {
                OpType = type,
                Name = to,
                Input = { from, scaled.Name, zeroed.Name },
                Output = { to },
            };
        }

        private static void Add(Dictionary<NodeProto, List<NodeProto>> nodes, NodeProto node, NodeProto[] more)
        {
            if (!nodes.TryGetValue(node, out List<NodeProto>? list)) nodes.Add(node, list = []);
            list.AddRange(more);
        }
    }
}
