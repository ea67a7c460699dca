using System.Runtime.ExceptionServices;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// One step: every worker of every rank takes a part of the batch, the gradients are added in one order (the same
/// every time, so that a seed gives the same weights), and the optimizer changes the one parameter vector.
/// </summary>
internal sealed partial class GradientStep : IDisposable
{
    private readonly GradientWorker[] _workers;
    private readonly ParameterVector _parameters;
    private readonly Optimizer _optimizer;
    private readonly TrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly LossScale _scale;
    private readonly RankGroup _group;
    private readonly RunningStatistics? _statistics;

    /// <summary>Steps of a task.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="options">How.</param>
    /// <param name="parallelism">How the cores are used.</param>
    /// <param name="device">Where.</param>
    /// <param name="group">The ranks.</param>
    /// <param name="observes">
    /// Whether running statistics move; not in a trial, which leaves everything as it is.
    /// </param>
    public GradientStep(ParameterVector parameters, Optimizer optimizer, TrainingTask task, TrainingOptions options,
        Parallelism parallelism, torch.Device device, RankGroup group, bool observes = true)
    {
        (_parameters, _optimizer, _task, _options, _group) = (parameters, optimizer, task, options, group);
        _statistics = observes ? RunningStatistics.Of(parameters, options.Precision, device) : null;
        _overlap = OverlappedSum.Of(parameters, group, parallelism, device, options.CancellationToken);
        _scale = new LossScale(options.Precision == TrainingPrecision.Half);
        var unbound = new Dictionary<ParameterDeclaration, torch.Tensor>();
        _workers = [.. Enumerable.Range(0, parallelism.Workers).Select(_ => new GradientWorker(
            new TorchInterpreter(unbound, options.Precision.Compute(), device), parallelism.Threads,
            !TorchDevice.IsCpu(device) && options.UseCudaGraphs && CudaGraph.IsAvailable
                ? new StepGraphs(device, options.Warning) : null))];
    }

    /// <summary>The share of each axis' Fourier modes in use.</summary>
    public double ModeShare
    {
        set
        {
            foreach (GradientWorker worker in _workers) worker.Interpreter.ModesAtWork = value;
        }
    }

    /// <summary>Runs a step.</summary>
    /// <param name="share">The samples that this process takes.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="learningRate">The rate.</param>
    /// <returns>The mean loss before the step.</returns>
    public double Run(StepShare share, int epoch, double learningRate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return _optimizer.Step(_parameters.Vector, () => Evaluate(share, epoch), learningRate);
    }

    /// <summary>
    /// Runs a task on the first worker's thread, with its interpreter over a vector of weights, without gradients.
    /// </summary>
    public void Validate(torch.Tensor weights, Action<TorchInterpreter> task) => _workers[0].Invoke(() =>
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        _workers[0].Interpreter.Rebind(_parameters.Views(weights));
        _workers[0].Interpreter.Training = false;
        task(_workers[0].Interpreter);
    });

    public void Dispose()
    {
        foreach (GradientWorker worker in _workers) worker.Dispose();
        _overlap?.Dispose();
    }

    // Mean loss and gradient of a step, over all ranks.
    private Evaluation Evaluate(StepShare share, int epoch)
    {
        while (true)
        {
            foreach (GradientWorker worker in _workers) worker.Clear();
            // Gradients of several rounds are added up first.
            OverlappedSum? overlap = share.Rounds.Length == 1 ? _overlap : null;
            var (loss, gradient) = overlap is { IsReady: true } ? Either(share, epoch, overlap)
                : Serial(share, epoch, overlap);
            if (!_scale.Accept(gradient))
            {
                gradient.Dispose();
                continue;
            }
            // A line search compares slopes with losses, which clipped gradients would not match.
            if (_options.GradientClipNorm > 0 && _options.Optimizer != OptimizerKind.Lbfgs) Clip(gradient);
            return new Evaluation(loss, gradient);
        }
    }

    // One thread, since the number of threads decides how a norm is rounded, and ranks have fewer than one process.
    private void Clip(torch.Tensor gradient)
    {
        using IDisposable one = TorchThreads.Use(1);
        gradient.mul_(gradient.norm().Plus(1e-6).reciprocal().Times(_options.GradientClipNorm).AtMost(1));
    }

    // Mean loss and gradient, added over the ranks after the backward pass.
    private (double Loss, torch.Tensor Gradient) Serial(StepShare share, int epoch, OverlappedSum? overlap)
    {
        foreach (WorkerPart[] round in share.Rounds)
        {
            // Ranks agree on it where they meet.
            if (_group.IsAlone) _options.CancellationToken.ThrowIfCancellationRequested();
            Compute(share, round, epoch, overlap);
            _statistics?.Move(_workers, round, _group);
        }
        return Total(overlap);
    }

    // The workers add the gradients of their parts to those of earlier rounds.
    private void Compute(StepShare share, WorkerPart[] round, int epoch, OverlappedSum? overlap)
    {
        int active = round.Count(part => part.Count > 0);
        for (int i = 0; i < active; i++)
        {
            GradientWorker worker = _workers[i];
            var part = new BatchPart(share.Samples, round[i].From, round[i].Count);
            long seed = SeededRandom.Mix(_options.Seed ?? 0, SeedUse.Noise, _optimizer.Steps, round[i].Place) >>> 1;
            double weight = _scale.Factor / share.Total;
            worker.Begin(() => worker.ComputeGradient(_parameters, seed, _task, part, epoch, weight, overlap));
        }
        Wait(active);
    }

    private (double Loss, torch.Tensor Gradient) Total(OverlappedSum? overlap)
    {
        int used = _workers.Count(worker => worker.Gradient is not null);
        foreach (var (into, from) in PairwiseOrder.Of(used))
        {
            _workers[into].Gradient!.Add(_workers[from].Gradient!);
            _workers[into].Loss!.Add(_workers[from].Loss!);
        }
        double own = _workers[0].Loss?.ToNumber() ?? 0;
        RankStatus status = !_group.IsAlone && _options.CancellationToken.IsCancellationRequested
            ? RankStatus.Cancelled : RankStatus.Fine;
        RankReport[] reports = _group.Meet(new RankReport((long)status, used > 0 ? 1 : 0, own),
            _options.CancellationToken);
        // A rank without samples of a small last step sends nothing that counts.
        torch.Tensor gradient = _workers[0].TakeGradient()
            ?? torch.zeros_like(_parameters.Vector).DetachFromDisposeScope();
        _group.Sum(gradient, [.. reports.Select(r => r.Samples > 0)]);
        overlap?.Agree(reports);
        return (Mean(reports), gradient);
    }

    private double Mean(RankReport[] reports)
    {
        double[] losses = [.. reports.Where(r => r.Samples > 0).Select(r => r.Loss)];
        double loss = _options.Precision == TrainingPrecision.Double ? PairwiseOrder.Double(losses)
            : PairwiseOrder.Single(losses);
        return loss / _scale.Factor;
    }

    // Waits for all workers, then rethrows the first failure.
    private void Wait(int active)
    {
        Exception? failure = null;
        for (int i = 0; i < active; i++)
        {
            try
            {
                _workers[i].End();
            }
            catch (Exception error)
            {
                failure ??= error;
            }
        }
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
