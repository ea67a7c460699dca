namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Runs a definition by writing an ONNX graph: a value is a name in the graph, a parameter an initialiser.
/// </summary>
internal sealed class OnnxInterpreter(ParameterValues parameters) : Interpreter
{
    private readonly Dictionary<string, Value> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<ParameterDeclaration, Value> _bound = [];
    private readonly Dictionary<string, string> _transposed = new(StringComparer.Ordinal);

    public GraphBuilder Graph { get; } = new();

    private OnnxOperations Operations => field ??= new OnnxOperations(this);

    public DimEmitter Dims => field ??= new DimEmitter(Graph);

    public SliceEmitter Cuts => field ??= new SliceEmitter(Graph, Dims);

    public static string NameOf(Value value) => (string)value.Handle;

    /// <summary>A value that the graph takes in.</summary>
    public Value Input(string name, Shape shape)
    {
        Graph.Reserve(name);
        for (int axis = 0; axis < shape.Rank; axis++)
            if (!shape[axis].IsKnown) Dims.Define(shape[axis], name, axis);
        return new Value(this, shape, name);
    }

    public override Value Parameter(ParameterDeclaration declaration)
    {
        if (!_bound.TryGetValue(declaration, out Value? value))
        {
            string name = Graph.Weights(declaration.Name, parameters[declaration], [.. declaration.Shape]);
            value = new Value(this, Shape.Of([.. declaration.Shape]), name);
            _bound.Add(declaration, value);
        }
        return value;
    }

    /// <summary>The numbers of a value that is a parameter as it is.</summary>
    public bool TryGetNumbers(Value value, out ReadOnlySpan<float> numbers)
    {
        ParameterDeclaration? declaration
            = _bound.FirstOrDefault(bound => NameOf(bound.Value) == NameOf(value)).Key;
        numbers = declaration is null ? default : parameters[declaration];
        return declaration is not null;
    }

    public override Value Table(string key, Func<Value> build)
    {
        if (!_tables.TryGetValue(key, out Value? table)) _tables.Add(key, table = build());
        return table;
    }

    private protected override object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes,
        Shape output)
        => operation.Accept(Operations, inputs, output);

    /// <summary>Wᵀ of a weight, emitted once.</summary>
    public string Transposed(string weight)
    {
        if (!_transposed.TryGetValue(weight, out string? name))
            _transposed.Add(weight, name = Graph.Node("Transpose", [weight], ("perm", new long[] { 1, 0 })));
        return name;
    }
}
