using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Training.Optimizers;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// One step: every worker takes a part of the batch, the gradients are added in the workers' order (the same order every time,
/// so that a seed gives the same weights), and the optimizer changes the one parameter vector.
/// </summary>
internal sealed class GradientStep : IDisposable
{
    private readonly GradientWorker[] _workers;
    private readonly ParameterVector _parameters;
    private readonly Optimizer _optimizer;
    private readonly double _clipNorm;

    public GradientStep(ParameterVector parameters, Optimizer optimizer, double clipNorm, int workers, torch.ScalarType type, torch.Device device)
    {
        (_parameters, _optimizer, _clipNorm) = (parameters, optimizer, clipNorm);
        var unbound = new Dictionary<ParameterDeclaration, torch.Tensor>();
        // One thread for each of several workers; a single one keeps torch's own number of threads.
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new GradientWorker(
            new TorchInterpreter(unbound, type, device), workers > 1 ? 1 : null))];
    }

    /// <summary>Runs a step.</summary>
    /// <param name="samples">The batch.</param>
    /// <param name="loss">The sum of the losses of some samples over the size of the batch, a scalar.</param>
    /// <param name="learningRate">The rate.</param>
    /// <returns>The batch's mean loss, a scalar on the device; the caller disposes it.</returns>
    public torch.Tensor Run(int[] samples, Func<TorchInterpreter, int[], torch.Tensor> loss, double learningRate)
    {
        int active = Math.Min(_workers.Length, samples.Length);
        for (int i = 0; i < active; i++)
        {
            GradientWorker worker = _workers[i];
            int[] part = samples[(samples.Length * i / active)..(samples.Length * (i + 1) / active)];
            worker.Begin(() => worker.ComputeGradient(_parameters, run => loss(run, part)));
        }
        Wait(active);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor gradient = _workers[0].Gradient!, total = _workers[0].Loss!;
        for (int i = 1; i < active; i++)
        {
            gradient.add_(_workers[i].Gradient!);
            total.add_(_workers[i].Loss!);
            _workers[i].Gradient!.Dispose();
            _workers[i].Loss!.Dispose();
        }
        if (_clipNorm > 0) gradient.mul_((_clipNorm / (gradient.norm() + 1e-6)).clamp(max: 1));
        _optimizer.Step(_parameters.Vector, gradient, learningRate);
        gradient.Dispose();
        Observe(active, samples.Length);
        return total;
    }

    /// <summary>Runs a task on the first worker's thread, with its interpreter, without gradients.</summary>
    public void Evaluate(Action<TorchInterpreter> task) => _workers[0].Invoke(() =>
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        _workers[0].Interpreter.Rebind(_parameters.Views(_parameters.Vector));
        _workers[0].Interpreter.Training = false;
        task(_workers[0].Interpreter);
    });

    public void Dispose()
    {
        foreach (GradientWorker worker in _workers) worker.Dispose();
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
                sum = sum is null ? seen.mul(part) : sum.add_(seen, part);
                total += part;
                seen.Dispose();
            }
            TorchBatchNormalization.Move(_parameters.Buffer(statistic), sum!.div_(total));
        }
    }

    // All workers come to rest before the first failure goes on.
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
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
