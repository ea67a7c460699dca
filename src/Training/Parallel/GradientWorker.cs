using System.Runtime.ExceptionServices;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>A thread that computes loss and gradient of its part of every batch.</summary>
internal sealed class GradientWorker : IDisposable
{
    private readonly Thread _thread;
    private readonly SemaphoreSlim _start = new(0), _done = new(0);
    private ParameterLeaves? _leaves;
    private Action? _task;
    private ExceptionDispatchInfo? _failure;

    private readonly StepGraphs? _graphs;

    /// <summary>A worker.</summary>
    /// <param name="interpreter">Its interpreter.</param>
    /// <param name="torchThreads">Threads of torch's kernels.</param>
    /// <param name="graphs">Runs its passes as CUDA graphs; null for one operation after the other.</param>
    public GradientWorker(TorchInterpreter interpreter, int torchThreads, StepGraphs? graphs = null)
    {
        (Interpreter, _graphs) = (interpreter, graphs);
        _thread = new Thread(Run) { IsBackground = true, Name = "Neural operator training" };
        _thread.Start();
        // A setting of each thread; TorchThreads puts back what it leaves to others.
        Invoke(() => torch.set_num_threads(torchThreads));
    }

    public TorchInterpreter Interpreter { get; }

    /// <summary>Sum of the gradients since <see cref="Clear"/>; null for none.</summary>
    public torch.Tensor? Gradient { get; private set; }

    /// <summary>Sum of the losses since <see cref="Clear"/>, a scalar; null for none.</summary>
    public torch.Tensor? Loss { get; private set; }

    /// <summary>What the last task saw of running statistics.</summary>
    public Dictionary<ParameterDeclaration, torch.Tensor> Observed { get; private set; } = [];

    /// <summary>Starts on a task.</summary>
    public void Begin(Action task)
    {
        _task = task;
        _start.Release();
    }

    /// <summary>Waits for the task and rethrows its exception.</summary>
    public void End()
    {
        _done.Wait();
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    public void Invoke(Action task)
    {
        Begin(task);
        End();
    }

    /// <summary>Forgets gradient, loss and what was seen of running statistics.</summary>
    public void Clear()
    {
        Gradient?.Dispose();
        Loss?.Dispose();
        foreach (torch.Tensor seen in Observed.Values) seen.Dispose();
        (Gradient, Loss, Observed) = (null, null, []);
    }

    /// <summary>Gives the gradient away, to be disposed by the caller.</summary>
    public torch.Tensor? TakeGradient()
    {
        torch.Tensor? gradient = Gradient;
        Gradient = null;
        return gradient;
    }

    /// <summary>Adds loss and gradient for some samples, on the worker's thread.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="seed">Decides noise and dropout.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="part">The samples.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="weight">The factor of the loss.</param>
    /// <param name="overlap">
    /// Takes the gradient as it comes, if it is ready to, instead of <see cref="Gradient"/>.
    /// </param>
    public void ComputeGradient(ParameterVector parameters, long seed, TrainingTask task, BatchPart part, int epoch,
        double weight, OverlappedSum? overlap = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _leaves ??= new ParameterLeaves(parameters);
        Interpreter.Training = true;
        Interpreter.Seed(seed);
        torch.Tensor[] batch = task.Batch(Interpreter, part, epoch);
        var kind = new StepKind(part.Count, task.Variant(epoch), weight, Interpreter.ModesAtWork);
        StepResult result = _graphs is null ? Evaluate(batch) : _graphs.Run(kind, batch, Evaluate);
        if (Gradient is null) Gradient = result.Gradient?.DetachFromDisposeScope();
        else Gradient.Add(result.Gradient!);
        if (Loss is null) Loss = result.Loss.DetachFromDisposeScope();
        else Loss.Add(result.Loss);
        foreach (torch.Tensor seen in Observed.Values) seen.Dispose();
        Observed = result.Observed.ToDictionary(o => o.Key, o => o.Value.DetachFromDisposeScope());

        StepResult Evaluate(torch.Tensor[] fields)
        {
            IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> leaves = _leaves.Bind();
            Interpreter.Rebind(leaves);
            Interpreter.Use = overlap?.Watch(leaves);
            Interpreter.Observed.Clear();
            torch.Tensor loss = task.Loss(Interpreter, fields, epoch).Times(weight);
            torch.Tensor? gradient = null;
            if (overlap is { IsReady: true }) overlap.Differentiate(loss);
            else gradient = _leaves.Gradient(loss);
            return new StepResult(loss.detach(), gradient,
                new Dictionary<ParameterDeclaration, torch.Tensor>(Interpreter.Observed));
        }
    }

    public void Dispose()
    {
        _task = null;
        _start.Release();
        _thread.Join();
        Clear();
        _graphs?.Dispose();
        Interpreter.Dispose();
        _leaves?.Dispose();
        _start.Dispose();
        _done.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _start.Wait();
            if (_task is null) return;
            try
            {
                _task();
            }
            catch (Exception error)
            {
                _failure = ExceptionDispatchInfo.Capture(error);
            }
            _done.Release();
        }
    }
}
