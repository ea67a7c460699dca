using System.Runtime.ExceptionServices;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// One step: every worker takes a part of the batch, the gradients are added in the workers' order (the same order
/// every time, so that a seed gives the same weights), and the optimizer changes the one parameter vector.
/// </summary>
internal sealed class GradientStep : IDisposable
{
    private readonly GradientWorker[] _workers;
    private readonly ParameterVector _parameters;
    private readonly Optimizer _optimizer;
    private readonly TrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly LossScale _scale;
    private readonly bool _observes;

    /// <summary>Steps of a task.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="options">How.</param>
    /// <param name="parallelism">How the cores are used.</param>
    /// <param name="device">Where.</param>
    /// <param name="observes">
    /// Whether running statistics move; not in a trial, which leaves everything as it is.
    /// </param>
    public GradientStep(ParameterVector parameters, Optimizer optimizer, TrainingTask task, TrainingOptions options,
        Parallelism parallelism, torch.Device device, bool observes = true)
    {
        (_parameters, _optimizer, _task, _options, _observes) = (parameters, optimizer, task, options, observes);
        _scale = new LossScale(options.Precision == TrainingPrecision.Half);
        var unbound = new Dictionary<ParameterDeclaration, torch.Tensor>();
        _workers = [.. Enumerable.Range(0, parallelism.Workers).Select(_ => new GradientWorker(
            new TorchInterpreter(unbound, options.Precision.Compute(), device), parallelism.Threads))];
    }

    /// <summary>The share of each axis' Fourier modes that the operator calculates with.</summary>
    public double ModeShare
    {
        set
        {
            foreach (GradientWorker worker in _workers) worker.Interpreter.ModesAtWork = value;
        }
    }

    /// <summary>Runs a step.</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="learningRate">The rate.</param>
    /// <returns>The mean loss before the step.</returns>
    public double Run(int[] batch, int epoch, double learningRate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return _optimizer.Step(_parameters.Vector, () => Evaluate(batch, epoch), learningRate);
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
    }

    // Mean loss and gradient of a batch, taken BatchSize samples at a time where gradients are accumulated.
    private Evaluation Evaluate(int[] batch, int epoch)
    {
        while (true)
        {
            torch.Tensor? gradient = null;
            double loss = 0;
            for (int from = 0; from < batch.Length; from += _options.BatchSize)
            {
                if (_options.CancellationToken.IsCancellationRequested) gradient?.Dispose();
                _options.CancellationToken.ThrowIfCancellationRequested();
                var (partLoss, partGradient) =
                    Evaluate(batch, from, Math.Min(_options.BatchSize, batch.Length - from), epoch);
                loss += partLoss;
                if (gradient is null) gradient = partGradient;
                else using (partGradient) gradient.Add(partGradient);
            }
            if (!_scale.Accept(gradient!))
            {
                gradient!.Dispose();
                continue;
            }
            // A line search compares slopes with losses, which clipped gradients would not match.
            if (_options.GradientClipNorm > 0 && _options.Optimizer != OptimizerKind.Lbfgs)
                gradient!.mul_(gradient.norm().Plus(1e-6).reciprocal().Times(_options.GradientClipNorm).AtMost(1));
            return new Evaluation(loss, gradient!);
        }
    }

    private (double Loss, torch.Tensor Gradient) Evaluate(int[] batch, int from, int count, int epoch)
    {
        int active = Math.Min(_workers.Length, count);
        for (int i = 0; i < active; i++)
        {
            GradientWorker worker = _workers[i];
            int begin = from + count * i / active, end = from + count * (i + 1) / active;
            var part = new BatchPart(batch, begin, end - begin);
            long seed = SeededRandom.Mix(_options.Seed ?? 0, SeedUse.Noise, _optimizer.Steps, begin) >>> 1;
            double weight = _scale.Factor / batch.Length;
            worker.Begin(() => worker.ComputeGradient(_parameters, seed,
                run => _task.Loss(run, part, epoch).Times(weight)));
        }
        Wait(active);
        torch.Tensor gradient = _workers[0].Gradient!, loss = _workers[0].Loss!;
        for (int i = 1; i < active; i++)
        {
            gradient.Add(_workers[i].Gradient!);
            loss.Add(_workers[i].Loss!);
            _workers[i].Gradient!.Dispose();
            _workers[i].Loss!.Dispose();
        }
        if (_observes) Observe(active, count);
        using (loss) return (loss.ToNumber() / _scale.Factor, gradient);
    }

    // Running statistics move towards the mean of what the workers saw, each weighted by its part of the batch.
    private void Observe(int active, int samples)
    {
        foreach (ParameterDeclaration statistic in _workers.Take(active).SelectMany(w => w.Observed.Keys).Distinct())
        {
            torch.Tensor? sum = null;
            double total = 0;
            for (int i = 0; i < active; i++)
            {
                if (!_workers[i].Observed.TryGetValue(statistic, out torch.Tensor? seen)) continue;
                double part = samples * (i + 1) / active - samples * i / active;
                sum = sum is null ? seen.Times(part) : sum.Add(seen, part);
                total += part;
                seen.Dispose();
            }
            TorchBatchNormalization.Move(_parameters.Buffers[statistic], sum!.Over(total));
        }
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
