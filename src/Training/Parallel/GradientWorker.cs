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

    public GradientWorker(TorchInterpreter interpreter, int torchThreads)
    {
        Interpreter = interpreter;
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
    /// <param name="loss">Runs the forward pass and gives a scalar.</param>
    /// <param name="overlap">
    /// Takes the gradient as it comes, if it is ready to, instead of <see cref="Gradient"/>.
    /// </param>
    public void ComputeGradient(ParameterVector parameters, long seed, Func<TorchInterpreter, torch.Tensor> loss,
        OverlappedSum? overlap = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _leaves ??= new ParameterLeaves(parameters);
        IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> leaves = _leaves.Bind();
        Interpreter.Rebind(leaves);
        Interpreter.Use = overlap?.Watch(leaves);
        Interpreter.Training = true;
        Interpreter.Seed(seed);
        torch.Tensor value = loss(Interpreter);
        if (overlap is { IsReady: true })
        {
            overlap.Differentiate(value);
        }
        else
        {
            torch.Tensor gradient = _leaves.Gradient(value);
            if (Gradient is null) Gradient = gradient.DetachFromDisposeScope();
            else Gradient.Add(gradient);
        }
        if (Loss is null) Loss = value.detach().DetachFromDisposeScope();
        else Loss.Add(value.detach());
        foreach (torch.Tensor seen in Observed.Values) seen.Dispose();
        Observed = Interpreter.Observed.ToDictionary(o => o.Key, o => o.Value.DetachFromDisposeScope());
        Interpreter.Observed.Clear();
    }

    public void Dispose()
    {
        _task = null;
        _start.Release();
        _thread.Join();
        Clear();
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
