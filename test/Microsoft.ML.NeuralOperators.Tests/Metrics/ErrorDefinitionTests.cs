using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Metrics.Evaluations;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

/// <summary>The definitions of docs/metrics.md, each where it has a number that is known without a program.</summary>
public class ErrorDefinitionTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 32, 27)]
    [InlineData(1, 26, 28, 27)]
    public void A_constant_offset_is_in_every_error_but_the_waves(int channels, params int[] grid)
    {
        const float Offset = 0.25f;
        // Multiples of 1/8, so that adding the offset is exact.
        float[] truth = [.. Draw(channels * Points(grid), 1).Select(x => MathF.Round(8 * x) / 8)],
            off = [.. truth.Select(x => x + Offset)];
        FieldMetrics metrics = Evaluate(channels, grid, (off, truth), (off, truth));
        Assert.All([metrics.RootMeanSquaredError, metrics.MeanRmse, metrics.MaximumError, metrics.BoundaryRmse,
            metrics.ConservedRmse], value => Assert.Equal(Offset, value, 1e-12));
        // The mean of the shells 0 to 3, of which the first holds everything.
        Assert.Equal(Offset / 4, metrics.FourierRmse.Low, 1e-12);
        Assert.Equal(0, metrics.FourierRmse.Middle, 1e-12);
        Assert.Equal(0, metrics.FourierRmse.High, 1e-12);
    }

    [Theory]
    [InlineData(2f, 1)]
    [InlineData(1.5f, 0.5)]
    [InlineData(0f, 1)]
    public void A_multiple_has_the_same_relative_error_in_every_norm(float factor, double expected)
    {
        float[] truth = Draw(2 * 30, 2);
        FieldMetrics metrics = Evaluate(2, [6, 5], ([.. truth.Select(x => factor * x)], truth));
        Assert.All([metrics.RelativeL1, metrics.RelativeL2, metrics.RelativeH1, metrics.NormalizedRmse],
            value => Assert.Equal(expected, value, 1e-6));
    }

    /// <summary>So does no prediction of a number: VRMSE above 1 is worse than the mean.</summary>
    [Fact]
    public void The_mean_of_every_channel_has_the_variance_scaled_error_1()
    {
        float[] truth = [1, 2, 3, 6, 10, 10, 30, 30];
        FieldMetrics metrics = Evaluate(2, [4], ([3, 3, 3, 3, 20, 20, 20, 20], truth));
        Assert.Equal(1, metrics.VarianceScaledRmse, 1e-12);
        Assert.Equal((Math.Sqrt(14.0 / 50) + Math.Sqrt(400.0 / 2000)) / 2, metrics.NormalizedRmse, 1e-12);
    }

    /// <summary>Errors 1 at a corner and 5 inside a 3×4 grid, which has ten boundary points.</summary>
    [Fact]
    public void A_corner_is_one_point_of_the_boundary()
    {
        float[] wrong = new float[12];
        (wrong[0], wrong[5]) = (1, 5);
        FieldMetrics metrics = Evaluate(1, [3, 4], (wrong, new float[12]));
        Assert.Equal(Math.Sqrt(1.0 / 10), metrics.BoundaryRmse, 1e-14);
        Assert.Equal(0.5, metrics.ConservedRmse, 1e-14);
        Assert.Equal(Math.Sqrt(26.0 / 12), metrics.MeanRmse, 1e-14);
    }

    /// <summary>The root is over samples, the mean over channels: errors of both signs do not cancel.</summary>
    [Fact]
    public void Integrals_are_compared_sample_by_sample()
    {
        float[] zero = new float[4];
        FieldMetrics metrics = Evaluate(2, [2], ([3, 1, 0, 0], zero), ([-2, -2, 1, -1], zero));
        Assert.Equal((2.0 + 0) / 2, metrics.ConservedRmse, 1e-14);
        Assert.Equal((Math.Sqrt(5) + 0 + 2 + 1) / 4, metrics.MeanRmse, 1e-14);
    }

    /// <summary>e = sin 2πx: ‖e‖² is 1/2 and ‖e'‖² is 2π². The quotients are of second order.</summary>
    [Fact]
    public void H1_converges_to_the_integrals()
    {
        double coarse = Error(64), fine = Error(128);
        Assert.InRange(fine, 0, 3e-3);
        Assert.InRange(coarse / fine, 3.5, 4.5);

        static double Error(int points)
        {
            float[] truth = [.. Wave(points, 1)], wrong = [.. truth.Zip(Wave(points, 2), (t, w) => t + w)];
            double exact = Math.Sqrt((0.5 + 8 * Math.PI * Math.PI) / (0.5 + 2 * Math.PI * Math.PI));
            return Math.Abs(Evaluate(1, [points], (wrong, truth)).RelativeH1 - exact);
        }

        static IEnumerable<float> Wave(int points, int k)
            => Enumerable.Range(0, points).Select(i => (float)Math.Sin(2 * Math.PI * k * i / points));
    }

    /// <summary>A wave of amplitude a has two coefficients of a/2, which are a pair and count once.</summary>
    [Theory]
    [InlineData(2, 1 / 8.0, 0, 0)]
    [InlineData(7, 0, 1 / 16.0, 0)]
    [InlineData(20, 0, 0, 1 / 42.0)]
    public void A_wave_on_a_line_is_in_its_band(int wave, double low, double middle, double high)
    {
        // Shells 0 to 3, 4 to 11 and 12 to 32: 4, 8 and 21 of them.
        float[] error = [.. Enumerable.Range(0, 64).Select(i => (float)Math.Cos(2 * Math.PI * wave * i / 64))];
        FourierErrors bands = Evaluate(1, [64], (error, new float[64])).FourierRmse;
        Assert.Equal((low, middle, high), (Math.Round(bands.Low, 6), Math.Round(bands.Middle, 6), Math.Round(bands.High,
            6)), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2)
            + Math.Abs(a.Item3 - b.Item3) < 3e-6);
    }

    /// <summary>PDEBench's program sees the wave (3, 4) and not (3, -4).</summary>
    [Theory]
    [InlineData(3, 4)]
    [InlineData(3, -4)]
    [InlineData(-3, 4)]
    [InlineData(5, 0)]
    public void Waves_in_all_directions_count_alike(int down, int right)
    {
        const int Rows = 24, Columns = 30;
        float[] error = [.. from i in Enumerable.Range(0, Rows)
                            from j in Enumerable.Range(0, Columns)
                            select (float)Math.Cos(2 * Math.PI * ((double)down * i / Rows
                                + (double)right * j / Columns))];
        FourierErrors bands = Evaluate(1, [Rows, Columns], (error, new float[error.Length])).FourierRmse;
        Assert.Equal(0, bands.Low, 1e-6);
        Assert.Equal(1 / 16.0, bands.Middle, 1e-6);
        // Twelve shells are all that 24 rows hold.
        Assert.True(double.IsNaN(bands.High));
    }

    [Fact]
    public void Points_without_order_have_no_boundary_and_no_waves()
    {
        var accumulator = new FieldMetricsAccumulator(1, [0], isPointSet: true);
        accumulator.Add([1, 2, 3], [1, 2, 2]);
        accumulator.Add([1, 2], [1, 1]);
        FieldMetrics metrics = accumulator.ToMetrics();
        Assert.All([metrics.BoundaryRmse, metrics.RelativeH1, metrics.FourierRmse.Low],
            value => Assert.True(double.IsNaN(value)));
        Assert.Equal((1 / 3.0 + 1 / Math.Sqrt(2)) / 2, metrics.NormalizedRmse, 1e-12);
        Assert.Equal((1 / 5.0 + 1 / 2.0) / 2, metrics.RelativeL1, 1e-12);
    }
}
