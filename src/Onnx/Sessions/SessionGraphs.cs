namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>The CUDA graphs of a session: one for each shape that comes again and again.</summary>
/// <remarks>A recorded model has its inputs and outputs at fixed places, so one run at a time uses it.</remarks>
internal sealed class SessionGraphs : IDisposable
{
    private const int LargestModel = 256 << 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long[]> _outputs = new(StringComparer.Ordinal);
    private readonly GraphPlan<GraphedRun> _plan;
    private IReadOnlyList<long[]> _inputs = [];

    public SessionGraphs(OnnxModel model, OnnxModelInfo info, ExecutionOptions options)
        => _plan = new(key => GraphedRun.Open(model, info, options, _inputs,
            (info.Outputs.Keys.First(), _outputs[key])));

    /// <summary>How many there are.</summary>
    public int Count => _plan.Count;

    /// <summary>Whether a model may have some.</summary>
    public static bool Suit(OnnxModel model, ExecutionOptions options)
        => options.UseCudaGraphs && model.DataPath is null && model.Graph.Length <= LargestModel;

    /// <summary>Runs the model as a graph; false where there is none for the shapes, or not yet.</summary>
    /// <param name="inputs">Values and sizes of the inputs.</param>
    /// <param name="room">Gives room for the first numbers of an output of some shape.</param>
    public bool TryRun(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs, Func<long[], Memory<float>> room)
    {
        string key = Key(inputs);
        lock (_gate)
        {
            if (!_outputs.TryGetValue(key, out long[]? shape)) return false;
            _inputs = [.. inputs.Select(input => input.Shape)];
            if (_plan.For(key) is not { } graph) return false;
            graph.Run([.. inputs.Select(input => input.Values)], room(shape).Span);
            return true;
        }
    }

    /// <summary>Notes what a run as usual gave.</summary>
    public void Note(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs, long[] output)
    {
        lock (_gate)
        {
            if (_outputs.Count >= 1024) _outputs.Clear();
            _outputs[Key(inputs)] = [.. output];
        }
    }

    public void Dispose()
    {
        lock (_gate) _plan.Dispose();
    }

    private static string Key(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs)
        => string.Join(';', inputs.Select(input => string.Join(',', input.Shape)));
}
