using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Metrics.Evaluations;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class MaskTests
{
    /// <summary>What is masked might as well not be there: point sets can leave it out.</summary>
    [Fact]
    public void Masked_points_are_dropped()
        => Rule.Holds(from channels in Rule.Between(1, 3)
                      from points in Rule.Between(2, 12)
                      from seed in Rule.Seed()
                      select (channels, points, seed), rule =>
        {
            var (channels, points, seed) = rule;
            var random = new Random(seed);
            var masked = new FieldMetricsAccumulator(channels, [points]);
            var dropped = new FieldMetricsAccumulator(channels, [points], isPointSet: true);
            for (int row = 0; row < 3; row++)
            {
                float[] truth = Draw(channels * points, random.Next()),
                    prediction = Draw(channels * points, random.Next());
                float[] mask = [1, .. Enumerable.Range(1, points - 1).Select(_ => (float)random.Next(2))];
                dropped.Add(Kept(prediction), Kept(truth));
                masked.Add(prediction, Spoilt(truth), mask);

                float[] Kept(float[] x) => [.. x.Where((_, i) => mask[i % points] == 1)];

                float[] Spoilt(float[] x) => [.. x.Select((v, i) => mask[i % points] == 1 ? v : float.NaN)];
            }
            FieldMetrics one = masked.ToMetrics(), other = dropped.ToMetrics();
            Assert.Equal(Numbers(other), Numbers(one), (a, b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a)));
            Assert.Empty(one.NonFinite);
        });

    [Fact]
    public void A_mask_of_ones_changes_nothing()
        => Rule.Holds(from rows in Rule.Between(1, 5)
                      from columns in Rule.Between(1, 6)
                      from seed in Rule.Seed()
                      select (rows, columns, seed), rule =>
        {
            var (rows, columns, seed) = rule;
            float[] truth = Draw(2 * rows * columns, seed), prediction = Draw(2 * rows * columns, seed + 1);
            var plain = new FieldMetricsAccumulator(2, [rows, columns]);
            var masked = new FieldMetricsAccumulator(2, [rows, columns]);
            plain.Add(prediction, truth);
            masked.Add(prediction, truth, [.. Enumerable.Repeat(1f, rows * columns)]);
            Assert.Equal(plain.ToMetrics(), masked.ToMetrics());
        }, 30);

    /// <summary>5 % error on a ramp, whose quotients beside the hole are one-sided.</summary>
    [Fact]
    public void Missing_truths_are_left_out_where_that_is_asked_for()
    {
        float[] truth = [.. Enumerable.Range(0, 48).Select(i => 1f + i % 8)],
            prediction = [.. truth.Select(x => 1.05f * x)];
        foreach (int hole in (int[])[0, 11, 12, 20, 47]) truth[hole] = float.NaN;
        FieldMetrics metrics = Evaluate(1, [6, 8], new EvaluationOptions { IgnoreMissing = true }, (prediction, truth));
        Assert.Equal(0.05, metrics.RelativeL2, 1e-6);
        Assert.Equal(0.05, metrics.RelativeH1, 1e-6);
        Assert.True(double.IsNaN(metrics.FourierRmse.Low), "A field with holes has no spectrum.");
        Assert.Empty(metrics.NonFinite);
        FieldMetrics plain = Evaluate(1, [6, 8], (prediction, truth));
        Assert.True(double.IsNaN(plain.RelativeL2));
        Assert.Equal("row 0 of 'truth' holds NaN at 0 and at 4 further places",
            Assert.Single(plain.NonFinite).ToString());
    }

    /// <summary>A prediction that is NaN is wrong, not missing.</summary>
    [Fact]
    public void A_prediction_of_NaN_is_not_left_out()
    {
        FieldMetrics metrics = Evaluate(1, [3], new EvaluationOptions { IgnoreMissing = true },
            ([float.NaN, 1, 2], [1, 1, float.NaN]));
        Assert.True(double.IsNaN(metrics.RelativeL2));
        Assert.Equal(new NonFiniteNumber(0, "prediction", 0, float.NaN, 1), Assert.Single(metrics.NonFinite));
    }

    [Fact]
    public void Channels_may_have_masks_of_their_own()
    {
        var accumulator = new FieldMetricsAccumulator(2, [2]);
        accumulator.Add([2, 9, 9, 9], [1, 9, 9, 3], [1, 1, 0, 0]);
        FieldMetrics metrics = accumulator.ToMetrics();
        Assert.Equal(Math.Sqrt(1.0 / 2), metrics.RootMeanSquaredError, 1e-14);
        Assert.Equal((1, 0), (metrics.Channels[0].Count, metrics.Channels[1].Count));
    }

    [Fact]
    public void Rows_without_points_are_listed_and_do_not_count()
    {
        var accumulator = new FieldMetricsAccumulator(1, [2]);
        accumulator.Add([9, 9], [1, 1], [0, 0]);
        Assert.Contains("No point of the 1 rows counts",
            Assert.Throws<InvalidOperationException>(accumulator.ToMetrics).Message);
        accumulator.Add([2, 9], [1, 1], [1, 0]);
        FieldMetrics metrics = accumulator.ToMetrics();
        Assert.Equal((1, 1.0, 1.0), (metrics.Count, metrics.RelativeL2, metrics.MaximumError));
        Assert.Equal([0], metrics.EmptyRows);
        Assert.Contains("no point counts: 1 row: 0", metrics.ToString());
    }

    [Fact]
    public void A_mask_of_other_numbers_or_length_is_refused()
    {
        var accumulator = new FieldMetricsAccumulator(2, [3]);
        Assert.Contains("A mask holds 0.5 at 1; expected 1",
            Assert.Throws<ArgumentException>(() => accumulator.Add(new float[6], new float[6], [1, 0.5f, 1])).Message);
        Assert.Contains("A mask has 4 numbers; expected 3, one for every point, or 6",
            Assert.Throws<ArgumentException>(() => accumulator.Add(new float[6], new float[6], [1, 1, 1, 1])).Message);
    }

    private static double[] Numbers(FieldMetrics m)
        => [m.RelativeL1, m.RelativeL2, m.MaximumError, m.RootMeanSquaredError, m.RSquared, m.MeanRmse,
            m.NormalizedRmse, m.ConservedRmse];
}
