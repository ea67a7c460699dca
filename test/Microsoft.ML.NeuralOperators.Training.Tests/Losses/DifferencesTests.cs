using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

public class DifferencesTests
{
    [Fact]
    public void Periodic_ones_take_the_neighbour_at_the_other_side()
        => Assert.Equal([(2 - 8) * 5, (4 - 1) * 5, (8 - 2) * 5, (1 - 4) * 5],
            First([1, 2, 4, 8], [4], 0, 0.1, isPeriodic: true).Select(x => Math.Round(x, 9)));

    /// <summary>Second order: polynomials of degree two are exact, at the ends too.</summary>
    [Fact]
    public void Quadratics_are_exact_along_every_axis()
        => Rule.Holds(from n in Rule.Between(3, 8)
                      from a in Rule.Number(-2, 2)
                      from b in Rule.Number(-2, 2)
                      select (n,
            a, b), drawn =>
        {
            const double Spacing = 0.25;
            var (n, a, b) = drawn;
            // f(x, y) = a·x² + b·x + y on [n, 3].
            double[] field = [.. from i in Enumerable.Range(0, n) from j in Enumerable.Range(0,
                3) let x = i * Spacing select a * x * x + b * x + j];
            double[] slopes = First(field, [n, 3], 0, Spacing, isPeriodic: false);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < 3; j++) Assert.Equal(2 * a * i * Spacing + b, slopes[i * 3 + j], 1e-12);
            Assert.All(First(field, [n, 3], 1, 0.5, isPeriodic: false), slope => Assert.Equal(2, slope, 1e-12));
        });

    [Fact]
    public void Waves_have_their_slope_up_to_the_known_factor()
    {
        const int N = 16;
        double[] wave = [.. Enumerable.Range(0, N).Select(i => Math.Sin(2 * Math.PI * i / N))];
        // Central differences multiply the slope of a mode by sin(kh)/(kh).
        double kh = 2 * Math.PI / N;
        double[] slopes = First(wave, [N], 0, 1.0 / N, isPeriodic: true);
        for (int i = 0; i < N; i++) Assert.Equal(2 * Math.PI * Math.Cos(kh * i) * Math.Sin(kh) / kh, slopes[i], 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Axes_of_fewer_than_three_points_are_refused(bool isPeriodic)
        => Assert.Contains("axis 1 has 2",
            Assert.Throws<ArgumentException>(() => First(new double[8], [4, 2], 1, 1, isPeriodic)).Message);

    private static double[] First(double[] field, long[] shape, int axis, double spacing, bool isPeriodic)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor slope = Differences.First(torch.tensor(field, shape, torch.ScalarType.Float64), axis, spacing,
            isPeriodic);
        Assert.Equal(shape, slope.shape);
        return slope.contiguous().data<double>().ToArray();
    }
}
