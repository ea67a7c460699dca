using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Measures a few steps with each way to use the cores, on the task itself, and chooses.</summary>
internal static class ParallelismTrial
{
    private const int Steps = 3;

    // A run that is slowed down by others must not change the choice, which decides rounding.
    private const double ClearlyFaster = 0.85;

    /// <summary>The faster way; the parameters stay as they are.</summary>
    public static Parallelism Choose(ParameterVector parameters, TrainingTask task, TrainingOptions options, int limit,
        torch.Device device)
    {
        Parallelism usual = Parallelism.WorkerPerCore(limit), other = Parallelism.ThreadsInside;
        if (other.Threads <= 1) return usual;
        return Milliseconds(other) < ClearlyFaster * Milliseconds(usual) ? other : usual;

        double Milliseconds(Parallelism parallelism)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using Optimizer idle = Optimizer.Create(OptimizerKind.Sgd, parameters.Vector, 0);
            using var step = new GradientStep(parameters, idle, task, options, parallelism, device, RankGroup.Alone,
                observes: false);
            int[] batch = [.. Enumerable.Range(0, Math.Min(options.BatchSize, task.Count))];
            StepShare share = new SharedOrder(task.Count, options, RankGroup.Alone, parallelism.Workers).Share(batch);
            double best = double.PositiveInfinity;
            // The first step makes tables and kernels. A rate of zero leaves the weights alone.
            for (int i = 0; i <= Steps; i++)
            {
                var clock = Stopwatch.StartNew();
                step.Run(share, 1, 0);
                if (i > 0) best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
            }
            task.Release(share.Samples);
            return best;
        }
    }
}
