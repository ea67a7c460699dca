namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Builds one graph of whole exported models and the simple steps around them. Every value is [batch, sizes…] with
/// known sizes.
/// </summary>
internal sealed class ChainGraph
{
    private readonly GraphBuilder _graph = new();
    private string? _batch;
    private int _models;

    /// <param name="names">Names that inputs and outputs may have.</param>
    public ChainGraph(IEnumerable<string> names)
    {
        foreach (string name in names.Distinct()) _graph.Reserve(name);
    }

    /// <summary>A value that the graph takes in, under one of the names.</summary>
    public string Input(string name, IReadOnlyList<int> sizes)
    {
        _graph.Graph.Input.Add(Info(name, sizes));
        return name;
    }

    /// <summary>The same numbers in other sizes.</summary>
    public string Reshape(string x, IReadOnlyList<int> sizes)
        => _graph.Node("Reshape", [x, _graph.Numbers([-1, .. sizes.Select(n => (long)n)])]);

    /// <summary>(x - offset) · scale, number by number; no offset when it is empty.</summary>
    public string Affine(string x, IReadOnlyList<int> sizes, ReadOnlySpan<float> offset, ReadOnlySpan<float> scale)
    {
        if (offset.Length > 0) x = _graph.Node("Sub", [x, Numbers(offset, sizes)]);
        return _graph.Node("Mul", [x, Numbers(scale, sizes)]);
    }

    /// <summary>The normal cumulative distribution at x; 0 where the standard deviation is 0.</summary>
    public string Cumulate(string x, IReadOnlyList<int> sizes, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        float[] scale = new float[deviation.Length], half = new float[deviation.Length];
        for (int i = 0; i < scale.Length; i++)
            if (deviation[i] > 0) (scale[i], half[i]) = (1 / (deviation[i] * MathF.Sqrt(2)), 0.5f);
        return Multiply(Add(ErrorFunction(Affine(x, sizes, mean, scale)), 1), Numbers(half, sizes));
    }

    /// <summary>Vectors end to end.</summary>
    public string Concatenate(IReadOnlyList<string> vectors)
        => vectors.Count == 1 ? vectors[0] : _graph.Node("Concat", vectors, ("axis", 1L));

    /// <summary>Ones of the sizes, for every row that a value has.</summary>
    public string Ones(string like, IReadOnlyList<int> sizes)
    {
        _batch ??= _graph.Node("Slice", [_graph.Node("Shape", [like]), _graph.Numbers(0), _graph.Numbers(1)]);
        string shape = _graph.Node("Concat", [_batch, _graph.Numbers([.. sizes.Select(n => (long)n)])], ("axis", 0L));
        return _graph.Node("Expand", [_graph.Constant([1f]), shape]);
    }

    /// <summary>Puts a model's graph in, under names of its own, and gives its output.</summary>
    /// <param name="model">An exported model.</param>
    /// <param name="inputs">Values for its inputs, in order.</param>
    public string Splice(OnnxModel model, IReadOnlyList<string> inputs)
    {
        GraphProto part = model.ToProto().Graph;
        string prefix = $"operator_{_models++}/";
        Dictionary<string, string> names = part.Input.Select(v => v.Name).Zip(inputs)
            .ToDictionary(StringComparer.Ordinal);
        foreach (TensorProto tensor in part.Initializer)
        {
            tensor.Name = Own(tensor.Name);
            _graph.Graph.Initializer.Add(tensor);
        }
        foreach (NodeProto node in part.Node)
        {
            node.Name = prefix + node.Name;
            for (int i = 0; i < node.Input.Count; i++)
                if (node.Input[i].Length > 0) node.Input[i] = names[node.Input[i]];
            for (int i = 0; i < node.Output.Count; i++)
                if (node.Output[i].Length > 0) node.Output[i] = Own(node.Output[i]);
            _graph.Graph.Node.Add(node);
        }
        return names[part.Output[0].Name];

        string Own(string name)
        {
            _graph.Reserve(names[name] = prefix + name);
            return names[name];
        }
    }

    /// <summary>Gives a value out under one of the names.</summary>
    public void Output(string value, string name, IReadOnlyList<int> sizes)
    {
        _graph.Graph.Node.Add(new NodeProto
        {
            OpType = "Identity",
            Name = $"output {name}",
            Input = { value },
            Output = { name },
        });
        _graph.Graph.Output.Add(Info(name, sizes));
    }

    /// <summary>The model.</summary>
    public OnnxModel Build(IReadOnlyDictionary<string, string> metadata)
        => OnnxExporter.Build(_graph.Graph, metadata);

    // ML.NET's approximation, sign(x)·√(1 - exp(-t)) with t = x²·(4/π + a·x²) / (1 + a·x²), which is off by up to 1e-4:
    // the operator was trained on its values. 1 - exp(-t) is 2·tanh(t/2) / (1 + tanh(t/2)), which keeps its digits near
    // zero.
    private string ErrorFunction(string x)
    {
        const float A = 0.147f, Saturated = 100;
        x = _graph.Node("Max", [_graph.Node("Min", [x, _graph.Constant([Saturated])]), _graph.Constant([-Saturated])]);
        string square = Multiply(x, x), bent = Multiply(square, _graph.Constant([A]));
        string t = Multiply(square, _graph.Node("Div", [Add(bent, 4 / MathF.PI), Add(bent, 1)]));
        string tanh = _graph.Node("Tanh", [Multiply(t, _graph.Constant([0.5f]))]);
        string size = _graph.Node("Sqrt", [_graph.Node("Div", [Add(tanh, tanh), Add(tanh, 1)])]);
        string isNegative = _graph.Node("LessOrEqual", [x, _graph.Constant([0f])]);
        string negative = _graph.Node("Cast", [isNegative], ("to", (long)GraphBuilder.Float));
        return Multiply(size, Add(Multiply(negative, _graph.Constant([-2f])), 1));
    }

    private string Add(string x, float number) => Add(x, _graph.Constant([number]));

    private string Add(string x, string y) => _graph.Node("Add", [x, y]);

    private string Multiply(string x, string y) => _graph.Node("Mul", [x, y]);

    private string Numbers(ReadOnlySpan<float> values, IReadOnlyList<int> sizes)
        => _graph.Constant(values, [1, .. sizes.Select(n => (long)n)]);

    private static ValueInfoProto Info(string name, IReadOnlyList<int> sizes)
        => OnnxExporter.Info(name, new Shape([Dim.Symbol("batch"), .. sizes.Select(n => (Dim)n)]));
}
