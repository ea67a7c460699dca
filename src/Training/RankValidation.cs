namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The error of other samples than those trained on, measured once: every rank measures a part, and the parts are added
/// in one order, so that the number is that of a single process.
/// </summary>
/// <param name="task">The samples that this rank can read; null where it has none of them.</param>
/// <param name="isSharded">Whether every rank has samples of its own, instead of all the same.</param>
/// <param name="group">The ranks.</param>
internal sealed class RankValidation(TrainingTask? task, bool isSharded, RankGroup group)
{
    /// <summary>The mean relative L2 error of all samples in physical units; null where there are no labels.</summary>
    /// <param name="step">Has the interpreter.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="cancellation">Checked at every part; ranks agree on it in their next step.</param>
    public double? Error(GradientStep step, torch.Tensor weights, CancellationToken cancellation)
    {
        int parts = task?.ErrorParts ?? 0;
        int[] offsets = Offsets(isSharded ? group.Gather(parts) : null, parts);
        var errors = new double[offsets[^1]];
        int first = isSharded ? offsets[group.Rank] : 0;
        if (task is { HasErrors: true })
            step.Validate(weights, run =>
            {
                for (int i = offsets[group.Rank]; i < offsets[group.Rank + 1]; i++)
                {
                    if (group.IsAlone) cancellation.ThrowIfCancellationRequested();
                    errors[i] = task.Error(run, i - first);
                }
            });
        int[] told = group.Gather(task?.HasErrors == false ? 0 : 1, task?.ErrorSamples ?? 0);
        group.Complete(errors, offsets);
        if (told.Where((_, i) => i % 2 == 0).Contains(0)) return null;
        int samples = isSharded ? told.Where((_, i) => i % 2 == 1).Sum() : told[1];
        // One after the other, as a single process adds them.
        double sum = 0;
        foreach (double error in errors) sum += error;
        return sum / samples;
    }

    // Where the parts of each rank begin.
    private int[] Offsets(int[]? counts, int parts)
    {
        var offsets = new int[group.Size + 1];
        for (int rank = 0; rank < group.Size; rank++)
            offsets[rank + 1] = counts is null ? (int)((long)parts * (rank + 1) / group.Size)
                : offsets[rank] + counts[rank];
        return offsets;
    }
}
