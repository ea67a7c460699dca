using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Runs a step's forward and backward pass on a CUDA device: the first times one operation after the other, then as one
/// graph, for the host takes longer to start a step's hundreds of kernels than the device to run them.
/// </summary>
/// <remarks>
/// Every kind of step has a graph of its own: the last batch of an epoch may be smaller, roll-outs grow longer, and the
/// factor of losses of float16 changes. A graph keeps as much memory as its step takes.
/// </remarks>
internal sealed class StepGraphs(torch.Device device, Action<string>? warning) : IDisposable
{
    // Libraries choose algorithms and make their tables in the first passes.
    private const int PassesBefore = 2;
    private const int MostGraphs = 4;
    private readonly Dictionary<StepKind, int> _passes = [];
    private readonly Dictionary<StepKind, StepGraph> _graphs = [];
    private readonly Queue<StepKind> _oldest = [];
    private bool _isRefused;

    /// <summary>Loss, gradient and observations of a batch.</summary>
    /// <param name="kind">What decides the operations.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="evaluate">Calculates them from tensors like the batch.</param>
    public StepResult Run(StepKind kind, torch.Tensor[] batch, Func<torch.Tensor[], StepResult> evaluate)
    {
        if (_graphs.TryGetValue(kind, out StepGraph? graph)) return graph.Run(batch);
        if (_isRefused) return evaluate(batch);
        int passes = _passes.GetValueOrDefault(kind);
        _passes[kind] = passes + 1;
        if (passes < PassesBefore)
        {
            HostContact.Reason = null;
            StepResult result = evaluate(batch);
            // The first pass sends constants, which then stay.
            if (passes == PassesBefore - 1 && HostContact.Reason is { } reason) Refuse(reason);
            return result;
        }
        // The oldest ones are those of shorter roll-outs and larger factors, which do not come again.
        if (_graphs.Count == MostGraphs && _graphs.Remove(_oldest.Dequeue(), out StepGraph? oldest)) oldest.Dispose();
        graph = StepGraph.Capture(device, batch, evaluate, out Exception? failure);
        if (graph is null)
        {
            Refuse(failure!.Message);
            return evaluate(batch);
        }
        _graphs.Add(kind, graph);
        _oldest.Enqueue(kind);
        return graph.Run(batch);
    }

    public void Dispose()
    {
        foreach (StepGraph graph in _graphs.Values) graph.Dispose();
        _graphs.Clear();
    }

    private void Refuse(string reason)
    {
        _isRefused = true;
        warning?.Invoke("Steps cannot be run as CUDA graphs, so that their operations are started one by one, which "
            + $"may take several times as long: {reason}");
    }
}

/// <summary>What decides the operations of a step, beside the operator and the options.</summary>
/// <param name="Samples">Samples of the batch.</param>
/// <param name="Variant"><see cref="TrainingTask.Variant"/>.</param>
/// <param name="Weight">The factor of the loss.</param>
/// <param name="ModeShare">The share of Fourier modes in use.</param>
internal readonly record struct StepKind(int Samples, int Variant, double Weight, double ModeShare);

/// <summary>What a forward and backward pass gives.</summary>
/// <param name="Loss">The loss, a scalar.</param>
/// <param name="Gradient">
/// The gradient, laid out as the parameter vector; null where an <see cref="OverlappedSum"/> took it.
/// </param>
/// <param name="Observed">What layers saw of their running statistics.</param>
internal sealed record StepResult(torch.Tensor Loss, torch.Tensor? Gradient,
    IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> Observed);

/// <summary>One recorded pass, with the tensors it reads and writes.</summary>
internal sealed class StepGraph : IDisposable
{
    private readonly CudaGraph _graph;
    private readonly torch.Tensor[] _batch;
    private readonly StepResult _result;

    private StepGraph(CudaGraph graph, torch.Tensor[] batch, StepResult result)
        => (_graph, _batch, _result) = (graph, batch, result);

    public static StepGraph? Capture(torch.Device device, torch.Tensor[] batch,
        Func<torch.Tensor[], StepResult> evaluate, out Exception? failure)
    {
        torch.Tensor[] own = [.. batch.Select(field => field.contiguous().clone().DetachFromDisposeScope())];
        StepResult? result = null;
        CudaGraph? graph = CudaGraph.Capture(device, () => result = evaluate(own), out failure);
        if (graph is null)
        {
            foreach (torch.Tensor field in own) field.Dispose();
            return null;
        }
        foreach (torch.Tensor kept in Tensors(result!)) kept.DetachFromDisposeScope();
        return new StepGraph(graph, own, result!);
    }

    /// <summary>The pass over another batch.</summary>
    public StepResult Run(torch.Tensor[] batch)
    {
        for (int i = 0; i < batch.Length; i++) _batch[i].copy_(batch[i]);
        _graph.Replay();
        // The next run writes over its own.
        return new StepResult(_result.Loss.clone(), _result.Gradient!.clone(),
            _result.Observed.ToDictionary(o => o.Key, o => o.Value.clone()));
    }

    public void Dispose()
    {
        _graph.Dispose();
        foreach (torch.Tensor tensor in _batch.Concat(Tensors(_result))) tensor.Dispose();
    }

    private static IEnumerable<torch.Tensor> Tensors(StepResult result)
        => [result.Loss, result.Gradient!, .. result.Observed.Values];
}
