using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Metrics.Evaluations;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class BootstrapTests
{
    [Fact]
    public void A_seed_gives_the_same_intervals()
    {
        MetricIntervals first = Intervals(40, 7, 0);
        Assert.Equal(first, Intervals(40, 7, 0));
        Assert.NotEqual(first, Intervals(40, 7, 1));
        Assert.Equal((0.9, 200), (first.Confidence, first.Draws));
    }

    /// <summary>
    /// Of rows whose errors are uniform in [0, 1], 90 % intervals hold the true mean 0.5 in about nine of ten sets.
    /// </summary>
    [Fact]
    public void Intervals_hold_the_true_value_as_often_as_they_say()
    {
        const int Sets = 200;
        int covered = Enumerable.Range(0, Sets).Count(set => Intervals(40, 1000 + set, set).RelativeL1
            is var interval && interval.Lower <= 0.5 && 0.5 <= interval.Upper);
        Assert.InRange(covered / (double)Sets, 0.84, 0.95);
    }

    [Fact]
    public void Rows_of_one_error_have_an_interval_of_no_width()
    {
        (float[], float[]) row = ([1.5f, 3], [1, 2]);
        MetricIntervals intervals =
            Evaluate(1, [2], new EvaluationOptions { BootstrapDraws = 20 }, row, row, row).Intervals!;
        Assert.Equal(new ConfidenceInterval(0.5, 0.5), intervals.RelativeL2);
        Assert.Equal(new ConfidenceInterval(0.5, 0.5), intervals.NormalizedRmse);
        Assert.Equal(0, intervals.RSquared.Upper - intervals.RSquared.Lower, 1e-12);
    }

    /// <summary>Every metric lies in its own interval, and no interval reaches beyond its rows.</summary>
    [Fact]
    public void Intervals_are_around_the_metrics()
    {
        (float[], float[])[] rows = [.. Enumerable.Range(0, 30).Select(i => (Draw(12, i), Draw(12, 100 + i)))];
        FieldMetrics m = Evaluate(1, [3, 4], new EvaluationOptions { BootstrapDraws = 300, KeepRows = true }, rows);
        MetricIntervals i = m.Intervals!;
        (double, ConfidenceInterval)[] pairs = [(m.RelativeL1, i.RelativeL1), (m.RelativeL2, i.RelativeL2),
            (m.RelativeH1, i.RelativeH1), (m.RootMeanSquaredError, i.RootMeanSquaredError),
            (m.NormalizedRmse, i.NormalizedRmse), (m.VarianceScaledRmse, i.VarianceScaledRmse),
            (m.RSquared, i.RSquared)];
        Assert.All(pairs, p => Assert.True(p.Item2.Lower < p.Item1 && p.Item1 < p.Item2.Upper, $"{p}"));
        Assert.InRange(i.RelativeL2.Upper, m.RelativeL2, m.Rows!.Max(r => r.RelativeL2));
        Assert.Contains("95 % intervals: relative L2", m.ToString().Replace("95%", "95 %", StringComparison.Ordinal));
    }

    // One number a row, truth 1: the relative error is the number's distance from it.
    private static MetricIntervals Intervals(int rows, int seed, int drawSeed)
    {
        var random = new Random(seed);
        return Evaluate(1, [1], new EvaluationOptions { BootstrapDraws = 200, Confidence = 0.9, Seed = drawSeed },
            [.. Enumerable.Range(0, rows).Select(_ => (new[] { 1 + random.NextSingle() }, new[] { 1f }))]).Intervals!;
    }
}
