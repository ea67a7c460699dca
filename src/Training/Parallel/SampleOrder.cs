using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The order in which an epoch takes the samples, and which of them this process takes.</summary>
/// <param name="options">Sizes and seed.</param>
/// <param name="group">The ranks.</param>
/// <param name="workers">Workers of each rank.</param>
internal abstract class SampleOrder(TrainingOptions options, RankGroup group, int workers)
{
    /// <summary>Samples of an epoch, over all ranks.</summary>
    public abstract int Count { get; }

    /// <summary>Samples of a step; the last one of an epoch may have fewer.</summary>
    public int StepSize => options.BatchSize * options.GradientAccumulation;

    /// <summary>Steps of an epoch.</summary>
    public virtual int Steps => (Count - 1) / StepSize + 1;

    protected TrainingOptions Options => options;

    protected RankGroup Group => group;

    protected int Workers => workers;

    /// <summary>The order for the samples that a rank can read.</summary>
    public static SampleOrder Of(int samples, TrainingOptions options, RankGroup group, int workers)
        => options.Sharding == DataSharding.ByRank && !group.IsAlone
            ? new ShardedOrder(group.Gather(samples), options, group, workers)
            : new SharedOrder(samples, options, group, workers);

    /// <summary>
    /// The steps of an epoch. They are a function of seed and epoch, so that a resumed run takes the samples as the
    /// uninterrupted one would.
    /// </summary>
    public abstract StepShare[] Epoch(int epoch);

    // A taker's equal share of a range.
    protected static (int From, int Count) Part(int count, int taker, int takers)
    {
        int from = (int)((long)count * taker / takers);
        return (from, (int)((long)count * (taker + 1) / takers) - from);
    }
}

/// <summary>One order of all samples; a rank reads its share of every batch.</summary>
internal sealed class SharedOrder(int count, TrainingOptions options, RankGroup group, int workers)
    : SampleOrder(options, group, workers)
{
    public override int Count => count;

    public override StepShare[] Epoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SeededRandom(Options.Seed ?? 0, SeedUse.Shuffle, epoch).Shuffle(order);
        return [.. order.Chunk(StepSize).Select(Share)];
    }

    /// <summary>This process's share of a step.</summary>
    public StepShare Share(int[] step)
    {
        var own = new List<int>();
        var rounds = new List<WorkerPart[]>();
        for (int from = 0; from < step.Length; from += Options.BatchSize)
        {
            int batch = Math.Min(Options.BatchSize, step.Length - from),
                active = (int)Math.Min((long)Group.Size * Workers, batch);
            rounds.Add([.. Enumerable.Range(0, Workers).Select(w => Take(from, batch, active, w))]);
        }
        return new StepShare([.. own], step.Length, [.. rounds]);

        WorkerPart Take(int from, int batch, int active, int worker)
        {
            long taker = (long)Group.Rank * Workers + worker;
            if (taker >= active) return new WorkerPart(own.Count, 0, 0);
            var (begin, taken) = Part(batch, (int)taker, active);
            var part = new WorkerPart(own.Count, taken, from + begin);
            own.AddRange(step.AsSpan(from + begin, taken));
            return part;
        }
    }
}

/// <summary>
/// Every rank takes the samples of its own shard in an order of its own, an equal part of them in every step.
/// </summary>
internal sealed class ShardedOrder(int[] counts, TrainingOptions options, RankGroup group, int workers)
    : SampleOrder(options, group, workers)
{
    public override int Count { get; } = checked(counts.Sum());

    // At least one rank has a sample for each.
    public override int Steps => Math.Min(base.Steps, counts.Max());

    public override StepShare[] Epoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, counts[Group.Rank])];
        int shard = (int)SeededRandom.Mix(Options.Seed ?? 0, SeedUse.Shuffle, epoch, Group.Rank);
        new SeededRandom(shard, SeedUse.Shuffle, epoch).Shuffle(order);
        return [.. Enumerable.Range(0, Steps).Select(step => Share(order, step))];
    }

    private StepShare Share(int[] order, int step)
    {
        (int From, int Count)[] parts = [.. counts.Select(count => Part(count, step, Steps))];
        var (from, own) = parts[Group.Rank];
        int place = parts.Take(Group.Rank).Sum(p => p.Count);
        return new StepShare(order[from..(from + own)], parts.Sum(p => p.Count),
            [.. Enumerable.Range(0, Options.GradientAccumulation).Select(Round)]);

        WorkerPart[] Round(int round)
        {
            var (begin, batch) = Part(own, round, Options.GradientAccumulation);
            int active = Math.Min(Workers, batch);
            return [.. Enumerable.Range(0, Workers).Select(w =>
            {
                if (w >= active) return new WorkerPart(begin + batch, 0, 0);
                var (first, taken) = Part(batch, w, active);
                return new WorkerPart(begin + first, taken, place + begin + first);
            })];
        }
    }
}
