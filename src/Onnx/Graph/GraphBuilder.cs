using System.Runtime.InteropServices;
using AttributeType = Microsoft.ML.NeuralOperators.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Collects the nodes and initialisers of a graph; equal constants are stored once.</summary>
internal sealed class GraphBuilder
{
    public const int Float = 1, UInt8 = 2, Int8 = 3, Int32 = 6, Int64 = 7, Float16 = 10;
    /// <summary>Names of constants begin with this; other tensors are parameters.</summary>
    public const string ConstantStem = "constant";
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Bytes of an element; 0 for types that this library does not write.</summary>
    public static int SizeOf(int type) => type switch
    {
        Float or Int32 => sizeof(float),
        Int64 => sizeof(long),
        Float16 => sizeof(short),
        Int8 or UInt8 => 1,
        _ => 0,
    };

    public GraphProto Graph { get; } = new() { Name = "neural_operator" };

    /// <summary>Adds a node with one result and gives the result's name.</summary>
    public string Node(string type, IEnumerable<string> inputs,
        params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string name = Unique(type);
        var node = new NodeProto { OpType = type, Name = name, Input = { inputs }, Output = { name } };
        foreach (var (key, value) in attributes) node.Attribute.Add(Attribute(key, value));
        Graph.Node.Add(node);
        return name;
    }

    /// <summary>An initialiser of single precision numbers under its own name.</summary>
    public string Weights(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> dims)
    {
        name = _names.Add(name) ? name : Unique(name);
        Store(name, Float, MemoryMarshal.AsBytes(values), dims);
        return name;
    }

    /// <summary>A constant of single precision numbers.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> dims)
        => Shared(Float, MemoryMarshal.AsBytes(values), dims);

    /// <summary>A constant of whole numbers.</summary>
    public string Constant(ReadOnlySpan<long> values, params ReadOnlySpan<long> dims)
        => Shared(Int64, MemoryMarshal.AsBytes(values), dims);

    /// <summary>A list of whole numbers.</summary>
    public string Numbers(params ReadOnlySpan<long> values) => Constant(values, values.Length);

    /// <summary>Takes a name so that no node gets it.</summary>
    public void Reserve(string name)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The name '{name}' is used twice in the graph.", nameof(name));
    }

    /// <summary>Leaves out nodes and numbers that no output needs.</summary>
    public void Prune()
    {
        var needed = Graph.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        for (int i = Graph.Node.Count - 1; i >= 0; i--)
        {
            if (Graph.Node[i].Output.Any(needed.Contains)) needed.UnionWith(Graph.Node[i].Input);
            else Graph.Node.RemoveAt(i);
        }
        TensorProto[] kept = [.. Graph.Initializer.Where(t => needed.Contains(t.Name))];
        Graph.Initializer.Clear();
        Graph.Initializer.AddRange(kept);
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        long number => new() { Name = name, I = number, Type = AttributeType.Int },
        float real => new() { Name = name, F = real, Type = AttributeType.Float },
        long[] numbers => new() { Name = name, Ints = { numbers }, Type = AttributeType.Ints },
        string text => new() { Name = name, S = ByteString.CopyFromUtf8(text), Type = AttributeType.String },
        _ => throw new NotSupportedException($"Attributes of the type {value.GetType()} are not written."),
    };

    private string Shared(int type, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> dims)
    {
        string key = $"{type} {string.Join(',', dims.ToArray())} {Convert.ToHexString(bytes)}";
        if (_constants.TryGetValue(key, out string? name)) return name;
        name = Unique(ConstantStem);
        Store(name, type, bytes, dims);
        _constants.Add(key, name);
        return name;
    }

    private void Store(string name, int type, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> dims)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(bytes) };
        foreach (long d in dims) tensor.Dims.Add(d);
        Graph.Initializer.Add(tensor);
    }

    private string Unique(string stem)
    {
        string name;
        do name = $"{stem}_{_count++}";
        while (!_names.Add(name));
        return name;
    }
}
