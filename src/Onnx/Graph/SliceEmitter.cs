namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Slices as nodes: those of several axes, one after the other, are one node and one copy.</summary>
internal sealed class SliceEmitter(GraphBuilder graph, DimEmitter dims)
{
    private readonly Dictionary<string, (string Source, Cut[] Cuts)> _emitted = new(StringComparer.Ordinal);

    public string Emit(string x, int axis, Dim start, Dim end, int step)
    {
        var (source, cuts) = _emitted.TryGetValue(x, out var before) && before.Cuts.All(c => c.Axis != axis) ? before
            : (x, []);
        cuts = [.. cuts, new Cut(axis, start, end, step)];
        // An earlier slice that nothing else uses is removed by GraphBuilder.Prune.
        string name = graph.Node("Slice",
            [source, dims.Emit([.. cuts.Select(c => c.Start)]), dims.Emit([.. cuts.Select(c => c.End)]),
            graph.Numbers([.. cuts.Select(c => (long)c.Axis)]), graph.Numbers([.. cuts.Select(c => (long)c.Step)])]);
        _emitted.Add(name, (source, cuts));
        return name;
    }

    private sealed record Cut(int Axis, Dim Start, Dim End, int Step);
}
