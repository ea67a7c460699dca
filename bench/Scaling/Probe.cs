using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Scaling.Bench;

/// <summary>How much a run does.</summary>
internal sealed record RunSize(int Samples, int Epochs);

/// <summary>What a run took.</summary>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="StepSeconds">A step: the median of the later half of the epochs, when all is compiled.</param>
/// <param name="SumSeconds">One sum of gradients over the ranks, alone: the median.</param>
/// <param name="BarrierSeconds">One meeting of the ranks without data: the median.</param>
/// <param name="Buckets">The gradients that a step adds together.</param>
internal sealed record Reading(long Parameters, double StepSeconds, double SumSeconds, double BarrierSeconds,
    Bucket[] Buckets);

/// <summary>One training, in this process or as a rank of several.</summary>
internal static class Probe
{
    /// <summary>What the line with the result begins with.</summary>
    public const string Mark = "READING ";

    private const int Size = 64, Batch = 16, Repeats = 15;

    public static void Run(string model, int workers, RunSize size)
    {
        RecordingCommunicator? ranks = MpiCommunicator.IsLaunched ? new(MpiCommunicator.World) : null;
        NeuralOperator definition = model == "fno" ? new Fno(1, 1, new() { Modes = [16, 16], Channels = 24 })
            : new Mgno(1, 1, new() { Levels = [new(1), new(1), new(1), new(1), new(1), new(2)] });
        TrainedOperator trained = Trainer.Train(definition, new FieldDataset([Noise("x", size.Samples, 1)],
            Noise("y", size.Samples, 2)), null, new TrainingOptions
            {
                Epochs = size.Epochs,
                BatchSize = Batch,
                Seed = 1,
                Workers = workers,
                Communicator = ranks,
            });
        long parameters = trained.Report.Parameters;
        Bucket[] buckets = ranks?.Buckets(parameters * sizeof(float)) ?? [];
        double step = Median(trained.Report.Epochs.Skip(size.Epochs / 2).Select(e => e.Seconds))
            / ((size.Samples - 1) / Batch + 1);
        var vector = new float[parameters];
        bool[] all = [.. Enumerable.Repeat(true, ranks?.Size ?? 1)];
        double sum = ranks is null ? 0 : Time(() => ranks.Sum(vector.AsSpan(), all), ranks);
        double barrier = ranks is null ? 0 : Time(ranks.Barrier, ranks);
        if (ranks is null or { Rank: 0 })
            Console.WriteLine(Mark + JsonSerializer.Serialize(new Reading(parameters, step, sum, barrier,
                buckets)));
    }

    private static double Time(Action action, Communicator ranks) => Median([.. Enumerable.Range(0, Repeats).Select(_ =>
    {
        ranks.Barrier();
        long begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    })]);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static FieldSamples Noise(string name, int samples, int seed)
    {
        var random = new Random(seed);
        return new FieldSamples(name, 1, [Size, Size],
            [.. Enumerable.Range(0, samples * Size * Size).Select(_ => (float)(random.NextDouble() - 0.5))]);
    }
}
