namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>How each rank of a training uses its cores, unless a trial decides.</summary>
internal static class RankParallelism
{
    /// <summary>The way, the same on all ranks; null where a trial may find it out.</summary>
    /// <param name="options">The workers asked for.</param>
    /// <param name="device">Where.</param>
    /// <param name="saved">Workers of all ranks and threads of each, in the training that is resumed; or null.</param>
    /// <param name="limit">The most workers that a batch has work for.</param>
    /// <param name="group">The ranks.</param>
    public static Parallelism? Of(TrainingOptions options, torch.Device device, (int Workers, int? Threads)? saved,
        int limit, RankGroup group)
    {
        if (!TorchDevice.IsCpu(device)) return Parallelism.ThreadsInside;
        if (group.IsAlone)
            // States of older versions leave the number of a single worker's threads open.
            return saved is { } alone ? new Parallelism(alone.Workers, alone.Threads
                ?? Parallelism.ThreadsInside.Threads)
                : options.Workers == 1 ? Parallelism.ThreadsInside
                : options.Workers > 1 ? new Parallelism(Math.Min(options.Workers, limit), 1) : null;
        int cores = RankCores.Of(group);
        // As many workers in total as before, where the ranks divide them evenly, so that the bits stay the same.
        if (saved is { } state)
            return new Parallelism(Math.Max(1, state.Workers / group.Size), state.Threads ?? cores);
        return options.Workers switch
        {
            0 => Parallelism.WorkerPerCore(cores, limit),
            1 => new Parallelism(1, cores),
            _ => new Parallelism(Math.Min(options.Workers, limit), 1),
        };
    }
}
