namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Size expressions as nodes over whole numbers of shape [1]; each expression is emitted once.</summary>
internal sealed class DimEmitter(GraphBuilder graph)
{
    private readonly Dictionary<Dim, string> _emitted = [];
    private readonly Dictionary<Shape, string> _lists = [];

    /// <summary>Says where a symbol's value comes from: an axis of an input.</summary>
    public void Define(Dim symbol, string input, int axis)
    {
        if (_emitted.ContainsKey(symbol)) return;
        string shape = graph.Node("Shape", [input]);
        _emitted.Add(symbol, graph.Node("Slice", [shape, graph.Numbers(axis), graph.Numbers(axis + 1)]));
    }

    /// <summary>A size as a list of one whole number.</summary>
    public string Emit(Dim dim)
    {
        if (dim.Known is { } known) return graph.Numbers(known);
        if (_emitted.TryGetValue(dim, out string? name)) return name;
        string type = dim.Kind switch
        {
            DimKind.Add => "Add",
            DimKind.Subtract => "Sub",
            DimKind.Multiply => "Mul",
            DimKind.Divide => "Div",
            DimKind.Min => "Min",
            DimKind.Max => "Max",
            _ => throw new InvalidOperationException($"The size '{dim}' belongs to no input of the graph."),
        };
        name = graph.Node(type, [Emit(dim.Left!), Emit(dim.Right!)]);
        _emitted.Add(dim, name);
        return name;
    }

    /// <summary>Sizes as a list of whole numbers; each list is emitted once.</summary>
    public string Emit(IReadOnlyList<Dim> dims)
    {
        if (dims.All(d => d.IsKnown)) return graph.Numbers([.. dims.Select(d => d.Value)]);
        if (dims.Count == 1) return Emit(dims[0]);
        var key = new Shape(dims);
        if (!_lists.TryGetValue(key, out string? name))
            _lists.Add(key, name = graph.Node("Concat", dims.Select(Emit), ("axis", 0L)));
        return name;
    }

    /// <summary>
    /// The target of a Reshape of a value: sizes that stay in their place are taken over by the runtime, and one more
    /// open size may be left to it. That keeps the graph small.
    /// </summary>
    public string EmitTarget(Shape from, Shape target)
    {
        // 0 means the same axis of the input; a size of 0 cannot be expressed then.
        if (target.Any(d => d.Known == 0)) return Emit(target);
        Dim[] sizes = [.. target.Select((d, i) => !d.IsKnown && i < from.Rank && d.Equals(from[i]) ? 0 : d)];
        if (sizes.Count(d => !d.IsKnown) == 1) sizes = [.. sizes.Select(d => d.IsKnown ? d : -1)];
        return Emit(sizes);
    }
}
