using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

public class LossTests
{
    public static TheoryData<Loss> All
        => [new LpLoss(), new LpLoss(1), new LpLoss(3), new LpLoss(2, IsRelative: false),
            new LpLoss(1.5, IsRelative: false), new SobolevLoss(), new SobolevLoss(IsPeriodic: false),
            new MeanSquareLoss()];

    public static TheoryData<Loss> Relative
        => [new LpLoss(), new LpLoss(1), new LpLoss(3), new SobolevLoss(), new SobolevLoss(IsPeriodic: false)];

    /// <summary>Two samples: errors (1, -2, 2) of a truth (3, 4, 0), and (0, 0, 3) of (0, 0, 5).</summary>
    [Theory]
    [InlineData(1, true, 5.0 / 7, 0.6)]
    [InlineData(2, true, 3.0 / 5, 0.6)]
    [InlineData(1, false, 5.0 / 3, 1)]
    [InlineData(2, false, 1.7320508075688772, 1.7320508075688772)]
    [InlineData(3, false, 1.782827080413121, 2.080083823051904)]
    public void Powers_have_the_values_computed_by_hand(double power, bool isRelative, double first, double second)
        => Near([first, second],
            Values(new LpLoss(power, isRelative), [4, 2, 2, 0, 0, 8], [3, 4, 0, 0, 0, 5], 2, 1, 3));

    [Fact]
    public void Mean_squares_are_means_over_channels_and_points()
        => Near([9.0 / 4, 0.25],
            Values(new MeanSquareLoss(), [1, 2, 2, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 2], 2, 2, 2));

    /// <summary>Four cells of width 1/4; the slope at a cell is twice the difference of its neighbours.</summary>
    [Fact]
    public void Sobolev_norms_have_the_values_computed_by_hand()
    {
        double[] truth = [1, 2, 3, 4], prediction = [2, 2, 3, 4];
        // The error is (1, 0, 0, 0). Its periodic slopes are (0, -2, 0, 2), those of the truth (-4, 4, 4, -4).
        Near([Math.Sqrt((1 + 8.0) / (30 + 64))], Values(new SobolevLoss(), prediction, truth, 1, 1, 4));
        // One-sided ends: (-6, -2, 0, 0), and 4 everywhere.
        Near([Math.Sqrt((1 + 40.0) / (30 + 64))],
            Values(new SobolevLoss(IsPeriodic: false), prediction, truth, 1, 1, 4));
        Near([Math.Sqrt(10 + 40.0)],
            Values(new SobolevLoss(IsPeriodic: false) { IsRelative = false, ValueWeight = 10 }, prediction, truth,
            1, 1, 4));
    }

    [Fact]
    public void Sobolev_norms_leave_out_axes_too_short_for_a_slope()
        => Near(Values(new LpLoss(), [1, 2, 3, 5], [1, 2, 3, 4], 1, 1, 2, 2),
            Values(new SobolevLoss(), [1, 2, 3, 5], [1, 2, 3, 4], 1, 1, 2, 2));

    /// <summary>The metric of the same name, computed by other code.</summary>
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 4, 5)]
    [InlineData(3, 2, 6)]
    [InlineData(1, 3, 4, 5)]
    public void Relative_h1_without_periodicity_is_the_metric(int channels, params int[] grid)
    {
        int length = channels * grid.Aggregate(1, (a, b) => a * b);
        double[] prediction = [.. TestLayer.Draw(length, 1).Select(x => (double)(float)x)],
            truth = [.. TestLayer.Draw(length, 2).Select(x => (double)(float)x)];
        var metrics = new FieldMetricsAccumulator(channels, grid);
        metrics.Add(Array.ConvertAll(prediction, x => (float)x), Array.ConvertAll(truth, x => (float)x));
        long[] shape = [1, channels, .. grid.Select(n => (long)n)];
        Near([metrics.ToMetrics().RelativeH1], Values(new SobolevLoss(IsPeriodic: false), prediction, truth, shape));
        Near([metrics.ToMetrics().RelativeL2], Values(new LpLoss(), prediction, truth, shape));
    }

    [Theory]
    [MemberData(nameof(Relative))]
    public void Relative_losses_do_not_depend_on_the_unit(Loss loss)
        => Rule.Holds(from seed in Rule.Seed() from unit in Rule.Number(-4, 4) select (seed, unit), drawn =>
        {
            double factor = Math.Pow(10, drawn.unit);
            double[] prediction = TestLayer.Draw(24, drawn.seed), truth = TestLayer.Draw(24, drawn.seed ^ 1);
            Near(Values(loss, prediction, truth, 2, 1, 3, 4),
                Values(loss, [.. prediction.Select(x => factor * x)], [.. truth.Select(x => factor * x)], 2, 1, 3, 4));
        }, count: 50);

    [Theory]
    [MemberData(nameof(All))]
    public void Equal_fields_have_no_loss_and_others_a_positive_one(Loss loss)
        => Rule.Holds(Rule.Seed(), seed =>
        {
            double[] truth = TestLayer.Draw(24, seed), other = [.. truth];
            other[seed % 24] += 0.1;
            Near([0, 0], Values(loss, truth, truth, 2, 1, 3, 4));
            double[] values = Values(loss, other, truth, 2, 1, 3, 4);
            int changed = seed % 24 / 12;
            Assert.True(values[changed] > 1e-5);
            Assert.Equal(0, values[1 - changed], 1e-10);
        }, count: 50);

    /// <summary>The larger an error in the same direction, the larger the loss, in proportion.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Twice_the_error_is_twice_the_loss(Loss loss)
        => Rule.Holds(Rule.Seed(), seed =>
        {
            double[] truth = TestLayer.Draw(12, seed), error = TestLayer.Draw(12, seed ^ 1);
            double once = Values(loss, [.. truth.Zip(error, (t, e) => t + e)], truth, 1, 1, 3, 4)[0];
            double twice = Values(loss, [.. truth.Zip(error, (t, e) => t + 2 * e)], truth, 1, 1, 3, 4)[0];
            Assert.Equal(loss is MeanSquareLoss ? 4 * once : 2 * once, twice, 1e-9 * twice);
        }, count: 50);

    /// <summary>Predictions that are equal to the truth, and truths of zero, must not break training.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Values_and_gradients_are_finite_at_equality_and_at_zero(Loss loss)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor zero = torch.zeros([1, 1, 4, 4], torch.ScalarType.Float32),
            one = torch.ones([1, 1, 4, 4], torch.ScalarType.Float32);
        foreach (var (from, target) in new[] { (zero, zero), (one, one), (one, zero), (zero, one) })
        {
            torch.Tensor prediction = from.detach().clone().requires_grad_();
            torch.Tensor value = loss.PerSample(prediction, target).sum();
            Assert.True(float.IsFinite(value.item<float>()), $"{value.item<float>()}");
            float[] gradient = torch.autograd.grad([value], [prediction])[0].flatten().data<float>().ToArray();
            Assert.All(gradient, g => Assert.True(float.IsFinite(g), $"{g}"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3.5)]
    public void Absolute_norms_are_the_functions_on_any_grid(double power)
    {
        // Constants on two channels: every grid has the same norm.
        double expected = Math.Pow(2 * Math.Pow(3, power), 1 / power);
        foreach (long n in new[] { 1, 4, 33 })
            Near([expected], Values(new LpLoss(power, IsRelative: false), [.. Enumerable.Repeat(3.0, (int)(2 * n * n))],
                new double[2 * n * n], 1, 2, n, n));
    }

    /// <summary>
    /// High powers come close to the largest error, also where 1e-5 to that power is nothing in single precision.
    /// </summary>
    [Theory]
    [InlineData(3, 1e-5f)]
    [InlineData(20, 1e-5f)]
    [InlineData(20, 1e5f)]
    [InlineData(1, 1e-5f)]
    public void Every_power_serves_small_and_large_numbers_in_single_precision(double power, float unit)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor prediction = torch.tensor([2 * unit, 0, 0, 0], [1, 1, 4]).requires_grad_(),
            zero = torch.zeros([1, 1, 4]);
        torch.Tensor loss = new LpLoss(power, IsRelative: false).PerSample(prediction, zero);
        float share = MathF.Pow(4, -1 / (float)power);
        Assert.Equal(2 * unit * share, loss[0].item<float>(), 1e-5f * unit);
        Assert.Equal([1, 0, 0, 0],
            torch.autograd.grad([loss.sum()], [prediction])[0].flatten().data<float>().ToArray()
            .Select(g => MathF.Round(g / share, 4)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_equal_difference_quotients(Loss loss)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(5);
        torch.Tensor prediction = Gradients.Variable(2, 2, 4, 5), target = Gradients.Variable(2, 2, 4, 5);
        Gradients.EqualQuotients([prediction, target], () => loss.PerSample(prediction, target).sum());
    }

    [Fact]
    public void Powers_below_one_are_a_fault_of_the_options()
    {
        string[] faults = [.. Rules.Faults(new TrainingOptions { Loss = new LpLoss(0.5) }),
            .. Rules.Faults(new TrainingOptions { Loss = new LpLoss(double.NaN) })];
        Assert.Equal(["Loss: Power is 0.5; expected at least 1", "Loss: Power is NaN; expected at least 1"], faults);
    }

    private static double[] Values(Loss loss, double[] prediction, double[] target, params long[] shape)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor values = loss.PerSample(torch.tensor(prediction, shape, torch.ScalarType.Float64),
            torch.tensor(target, shape, torch.ScalarType.Float64));
        Assert.Equal([shape[0]], values.shape);
        return values.data<double>().ToArray();
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-8 * Math.Max(1, Math.Abs(expected[i])));
    }
}
