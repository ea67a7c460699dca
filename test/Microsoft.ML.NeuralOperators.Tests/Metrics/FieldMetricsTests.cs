using Microsoft.ML.NeuralOperators.Native;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class FieldMetricsTests
{
    /// <summary>
    /// t = [1, 2, 2], e = [1, 0, 1]: every number by hand. Slopes are (±4a ∓ 3b - c)·n/2 at the ends, n = 3.
    /// </summary>
    [Fact]
    public void One_sample_has_the_numbers_computed_by_hand()
    {
        FieldMetrics metrics = Metrics(1, [3], ([2, 2, 3], [1, 2, 2]));
        Assert.Equal(1, metrics.Count);
        Assert.Equal(Math.Sqrt(2.0 / 9), metrics.RelativeL2, 1e-14);
        Assert.Equal(1, metrics.MaximumError);
        Assert.Equal(Math.Sqrt(2.0 / 3), metrics.RootMeanSquaredError, 1e-14);
        // The mean is 5/3, the squared distances from it 4/9 + 1/9 + 1/9.
        Assert.Equal(1 - 2 / (6.0 / 9), metrics.RSquared, 1e-12);
        // Slopes of e: (-3 + 0 - 1, 1 - 1, 3 + 0 + 1)·1.5, of t: (-3 + 8 - 2, 2 - 1, 6 - 8 + 1)·1.5.
        Assert.Equal(Math.Sqrt((2 + 2.25 * (16 + 0 + 16)) / (9 + 2.25 * (9 + 1 + 1))), metrics.RelativeH1, 1e-12);
    }

    [Fact]
    public void Relative_errors_are_means_over_samples_and_the_others_over_all_numbers()
    {
        FieldMetrics metrics = Metrics(1, [2], ([2, 0], [1, 0]), ([0, 0], [0, 2]), ([5, 5], [5, 5]));
        Assert.Equal(3, metrics.Count);
        Assert.Equal((1 + 1 + 0) / 3.0, metrics.RelativeL2, 1e-14);
        Assert.Equal(2, metrics.MaximumError);
        Assert.Equal(Math.Sqrt(5.0 / 6), metrics.RootMeanSquaredError, 1e-14);
        // Truths 1, 0, 0, 2, 5, 5: squares 55, sum 13.
        Assert.Equal(1 - 5 / (55 - 169 / 6.0), metrics.RSquared, 1e-12);
    }

    /// <summary>u = x on cells of width 1/n has the slope 1; with e = c·u every relative error is c.</summary>
    [Theory]
    [InlineData(8, 5)]
    [InlineData(3, 20)]
    public void Slopes_belong_to_a_domain_of_length_one(int rows, int columns)
    {
        float[] ramp = [.. from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0,
            columns) select 4f * j / columns];
        float[] zero = new float[rows * columns], one = [.. zero.Select(_ => 1f)];
        // An error that is constant has no slope, the truth has 4 everywhere along one axis and 0 along the other.
        double truth = ramp.Sum(x => (double)x * x) + 16 * rows * columns;
        FieldMetrics metrics = Metrics(1, [rows, columns], ([.. ramp.Select(x => x + 1)], ramp));
        Assert.Equal(Math.Sqrt(rows * columns / truth), metrics.RelativeH1, 1e-6);
        Assert.Equal(0.5, Metrics(1, [rows, columns], ([.. ramp.Select(x => 1.5f * x)], ramp)).RelativeH1, 1e-6);
        Assert.Equal(1, Metrics(1, [rows, columns], (zero, one)).RelativeH1, 1e-12);
    }

    [Fact]
    public void Axes_too_short_for_a_slope_have_none()
    {
        FieldMetrics metrics = Metrics(1, [2, 2], ([1, 2, 3, 5], [1, 2, 3, 4]));
        Assert.Equal(metrics.RelativeL2, metrics.RelativeH1, 1e-14);
    }

    /// <summary>Channels lie one after the other; a slope does not reach from one into the next.</summary>
    [Fact]
    public void Channels_are_fields_of_their_own()
    {
        float[] steps = [.. Enumerable.Repeat(1f, 9), .. Enumerable.Repeat(7f, 9)], zero = new float[18];
        FieldMetrics metrics = Metrics(2, [3, 3], (zero, steps));
        Assert.Equal(1, metrics.RelativeL2, 1e-14);
        FieldMetrics shifted = Metrics(2, [3, 3], ([.. steps.Select((x, i) => x + (i < 9 ? 0 : 1))], steps));
        // No slopes at all: the H1 norm is the L2 norm.
        Assert.Equal(shifted.RelativeL2, shifted.RelativeH1, 1e-14);
    }

    [Fact]
    public void A_perfect_prediction_has_no_error()
    {
        FieldMetrics metrics = Metrics(1, [4], ([1, -2, 3, 4], [1, -2, 3, 4]));
        Assert.Equal((0, 0, 0, 0, 1),
            (metrics.RelativeL2, metrics.RelativeH1, metrics.MaximumError, metrics.RootMeanSquaredError,
            metrics.RSquared));
    }

    /// <summary>A truth of zero has no scale: what differs from it is wholly wrong, and spoils no mean.</summary>
    [Fact]
    public void A_truth_of_zero_gives_numbers()
    {
        FieldMetrics perfect = Metrics(1, [3], (new float[3], new float[3]));
        Assert.Equal((0, 0, 1), (perfect.RelativeL2, perfect.RelativeH1, perfect.RSquared));
        FieldMetrics wrong = Metrics(1, [3], ([1, 1, 1], new float[3]));
        Assert.Equal((1, 1, 0), (wrong.RelativeL2, wrong.RelativeH1, wrong.RSquared));
        Assert.Equal(1, wrong.RootMeanSquaredError, 1e-14);
    }

    /// <summary>0.1 is no sum of powers of two: rounding alone would give such truths a variation.</summary>
    [Fact]
    public void Truths_of_one_number_explain_nothing()
    {
        float[] constant = [.. Enumerable.Repeat(0.1f, 1000)], off = [.. constant.Select(x => x + 1)];
        Assert.Equal(0, Metrics(1, [1000], (off, constant), (constant, constant)).RSquared);
        Assert.Equal(1, Metrics(1, [1000], (constant, constant)).RSquared);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_number_that_is_none_shows_in_every_metric(bool isInPrediction)
    {
        float[] odd = [1, float.NaN, 3], fine = [1, 2, 3];
        FieldMetrics metrics = Metrics(1, [3], (fine, fine), isInPrediction ? (odd, fine) : (fine, odd), (fine, fine));
        Assert.All([metrics.RelativeL2, metrics.RelativeH1, metrics.MaximumError, metrics.RootMeanSquaredError,
            metrics.RSquared],
            value => Assert.True(double.IsNaN(value)));
    }

    /// <summary>Sample after sample gives what the definitions give over all at once.</summary>
    [Fact]
    public void Accumulating_equals_the_definitions_over_all_samples()
    {
        const int Count = 20, Points = 2 * 3 * 4;
        var random = new Random(6);
        var samples = Enumerable.Range(0, Count).Select(_ => (Draw(), Draw())).ToArray();
        FieldMetrics metrics = Metrics(2, [3, 4], samples);
        double[] errors = [.. samples.SelectMany(s => s.Item1.Zip(s.Item2, (p, t) => (double)p - t))],
            truths = [.. samples.SelectMany(s => s.Item2).Select(x => (double)x)];
        double mean = truths.Average(), squares = errors.Sum(e => e * e);
        Assert.Equal(samples.Average(s
            => Norm(s.Item1.Zip(s.Item2, (p, t) => (double)p - t)) / Norm(s.Item2.Select(t => (double)t))),
            metrics.RelativeL2, 1e-12);
        Assert.Equal(errors.Max(Math.Abs), metrics.MaximumError);
        Assert.Equal(Math.Sqrt(squares / (Count * Points)), metrics.RootMeanSquaredError, 1e-12);
        Assert.Equal(1 - squares / truths.Sum(t => (t - mean) * (t - mean)), metrics.RSquared, 1e-12);
        // Metrics can be asked for in between.
        var accumulator = new FieldMetricsAccumulator(2, [3, 4]);
        accumulator.Add(samples[0].Item1, samples[0].Item2);
        Assert.Equal(Metrics(2, [3, 4], samples[0]), accumulator.ToMetrics());
        foreach (var (prediction, target) in samples[1..]) accumulator.Add(prediction, target);
        Assert.Equal(metrics, accumulator.ToMetrics());

        float[] Draw() => [.. Enumerable.Range(0, Points).Select(_ => (float)random.NextDouble())];

        static double Norm(IEnumerable<double> x) => Math.Sqrt(x.Sum(v => v * v));
    }

    /// <summary>Pressures are large numbers with small differences: R² must not drown in rounding.</summary>
    [Fact]
    public void R_squared_survives_a_large_mean()
    {
        float[] truth = [.. Enumerable.Range(0, 1000).Select(i => 8_000_000f + i % 2)],
            prediction = [.. truth.Select((t, i) => i % 10 == 0 ? t + 1 : t)];
        Assert.Equal(1 - 100 / 250.0, Metrics(1, [1000], (prediction, truth)).RSquared, 1e-9);
        Assert.Equal(1 - 100 / 250.0,
            Metrics(1, [1000], [.. Enumerable.Repeat((prediction, truth), 50)]).RSquared, 1e-9);
    }

    /// <summary>A permeability in m² is about 1e-13, its square 1e-26.</summary>
    [Fact]
    public void The_unit_changes_no_relative_error()
    {
        FieldMetrics metrics = Metrics(1, [4], ([2, 2, 3, 5], [1, 2, 2, 4]));
        FieldMetrics tiny = Metrics(1, [4], (Scaled(2, 2, 3, 5), Scaled(1, 2, 2, 4)));
        Assert.Equal((metrics.RelativeL2, metrics.RelativeH1, metrics.RSquared),
            (tiny.RelativeL2, tiny.RelativeH1, tiny.RSquared));

        static float[] Scaled(params float[] x) => Array.ConvertAll(x, v => MathF.ScaleB(v, -80));
    }

    [Fact]
    public void A_huge_r_squared_is_short_in_the_text()
    {
        Assert.Contains("R² -2.5e+73 (", new FieldMetrics(1, 1, 1, 1, 1, -2.5e73).ToString());
        Assert.Contains("R² 0.98765 (", new FieldMetrics(1, 1, 1, 1, 1, 0.987654).ToString());
    }

    [Fact]
    public void Nothing_to_evaluate_and_other_lengths_are_refused()
    {
        var accumulator = new FieldMetricsAccumulator(1, [2, 3]);
        Assert.Contains("no rows", Assert.Throws<InvalidOperationException>(() => accumulator.ToMetrics()).Message);
        string message = Assert.Throws<ArgumentException>(() => accumulator.Add(new float[6], new float[5])).Message;
        Assert.Contains("Expected 6 numbers of [1, 2, 3], got 6 and 5.", message);
    }

    private static FieldMetrics Metrics(int channels, int[] grid, params (float[] Prediction, float[] Target)[] samples)
    {
        var accumulator = new FieldMetricsAccumulator(channels, grid);
        foreach (var (prediction, target) in samples) accumulator.Add(prediction, target);
        return accumulator.ToMetrics();
    }

    [Fact]
    public void On_the_sphere_points_count_by_their_areas()
    {
        const int Latitudes = 9, Longitudes = 4;
        float[] truth = new float[Latitudes * Longitudes], prediction = new float[truth.Length];
        double[] angles = SphericalQuadrature.Colatitudes(SphericalGrid.WithPoles, Latitudes);
        for (int i = 0; i < truth.Length; i++)
        {
            double x = Math.Cos(angles[i / Longitudes]);
            (truth[i], prediction[i]) = ((float)(1 + x), (float)(1 + x + x * x));
        }
        var metrics = new FieldMetricsAccumulator(1, [Latitudes, Longitudes],
            options: new() { Sphere = SphericalGrid.WithPoles });
        metrics.Add(prediction, truth);
        FieldMetrics errors = metrics.ToMetrics();
        // Means over the sphere: x² 1/3, x⁴ 1/5, (1 + x)² 4/3, the truth's variance 1/3.
        Assert.Equal(Math.Sqrt(1.0 / 5 / (4.0 / 3)), errors.RelativeL2, 1e-6);
        Assert.Equal(Math.Sqrt(1.0 / 5), errors.RootMeanSquaredError, 1e-6);
        Assert.Equal(1.0 / 3, errors.ConservedRmse, 1e-6);
        Assert.Equal(1 - 3.0 / 5, errors.RSquared, 1e-6);
        Assert.True(double.IsNaN(errors.RelativeH1) && double.IsNaN(errors.BoundaryRmse)
            && double.IsNaN(errors.FourierRmse.Low));
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => new FieldMetricsAccumulator(1, [4],
            options: new() { Sphere = SphericalGrid.Gauss }));
        Assert.Contains("Sphere is Gauss, but the field is not on a grid of latitudes", fault.Message);
    }
}
