using Microsoft.ML.NeuralOperators.Problems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class RandomFieldTests
{
    public static TheoryData<RandomFieldBoundary, int> Laws => new MatrixTheoryData<RandomFieldBoundary, int>(
        Enum.GetValues<RandomFieldBoundary>(), [1, 2]);

    /// <summary>Products of values at pairs of places, on average over many seeds.</summary>
    [Theory]
    [MemberData(nameof(Laws))]
    public void Values_have_the_covariance_of_the_law(RandomFieldBoundary boundary, int dimensions)
    {
        const int Seeds = 4000, Points = 9;
        RandomField field = Field(boundary, dimensions, 6);
        bool isPeriodic = boundary == RandomFieldBoundary.Periodic;
        int[] grid = [.. Enumerable.Repeat(Points, dimensions)];
        using torch.Tensor sampled = field.Sample([.. Enumerable.Range(0, Seeds)], grid);
        double[] values = sampled.data<double>().ToArray();
        int length = values.Length / Seeds;
        foreach (int one in Enumerable.Range(0, 5).Select(i => i * (length - 1) / 4))
            foreach (int other in Enumerable.Range(0, 7).Select(i => i * (length - 1) / 6))
            {
                double expected = field.Covariance(Place(one), Place(other)),
                    scale = Math.Sqrt(field.Covariance(Place(one), Place(one))
                        * field.Covariance(Place(other), Place(other)));
                double mean = Enumerable.Range(0, Seeds)
                    .Average(s => values[s * length + one] * values[s * length + other]);
                // In standard deviations of the mean.
                Assert.True(Math.Abs(mean - expected) <= 4.5 * scale * Math.Sqrt(2.0 / Seeds) + 1e-12,
                    $"{one} and {other}: {mean} instead of {expected}");
            }

        double[] Place(int i)
        {
            double whole = isPeriodic ? Points : Points - 1;
            return dimensions == 1 ? [i / whole] : [i / Points / whole, i % Points / whole];
        }
    }

    /// <summary>
    /// Green's functions of -u'' + τ²u on [0, 1], with the constant taken out where the series has none.
    /// </summary>
    [Theory]
    [InlineData(RandomFieldBoundary.Dirichlet)]
    [InlineData(RandomFieldBoundary.Neumann)]
    [InlineData(RandomFieldBoundary.Periodic)]
    public void Covariances_of_first_power_are_Greens_functions(RandomFieldBoundary boundary)
    {
        const double Tau = 4, X = 0.3, Y = 0.55;
        var field = new RandomField(new RandomFieldOptions
        {
            Boundary = boundary,
            Dimensions = 1,
            Alpha = 1,
            Tau = Tau,
            Sigma = 2,
            Modes = 4000,
        });
        double green = boundary switch
        {
            RandomFieldBoundary.Dirichlet => Math.Sinh(Tau * X) * Math.Sinh(Tau * (1 - Y)) / (Tau * Math.Sinh(Tau)),
            RandomFieldBoundary.Neumann => Math.Cosh(Tau * X) * Math.Cosh(Tau * (1 - Y)) / (Tau * Math.Sinh(Tau))
                - 1 / (Tau * Tau),
            _ => Math.Cosh(Tau * (0.5 - (Y - X))) / (2 * Tau * Math.Sinh(Tau / 2)) - 1 / (Tau * Tau),
        };
        Assert.Equal(4 * green, field.Covariance([X], [Y]), 2e-4);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void A_seed_is_one_function_on_every_grid(RandomFieldBoundary boundary, int dimensions)
    {
        RandomField field = Field(boundary, dimensions, 6);
        // With the end, or without.
        int end = boundary == RandomFieldBoundary.Periodic ? 0 : 1, coarse = 8 + end, fine = 16 + end;
        using torch.Tensor few = field.Sample([4], [.. Enumerable.Repeat(coarse, dimensions)]),
            many = field.Sample([4], [.. Enumerable.Repeat(fine, dimensions)]);
        using torch.Tensor shared = dimensions == 1 ? many[TensorIndex.Ellipsis, TensorIndex.Slice(0, fine, 2)]
            : many[TensorIndex.Ellipsis, TensorIndex.Slice(0, fine, 2), TensorIndex.Slice(0, fine, 2)];
        double[] a = few.data<double>().ToArray(), b = shared.contiguous().data<double>().ToArray();
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-12);
    }

    [Fact]
    public void Dirichlets_functions_vanish_at_the_boundary_and_Neumanns_are_level_there()
    {
        using torch.Tensor zero = Field(RandomFieldBoundary.Dirichlet, 2, 5).Sample([1], [33, 33]);
        double[] values = zero.data<double>().ToArray();
        for (int i = 0; i < 33; i++)
            Assert.Equal((0, 0, 0, 0), (values[i], values[i * 33], values[32 * 33 + i], values[i * 33 + 32]));
        using torch.Tensor level = Field(RandomFieldBoundary.Neumann, 1, 5).Sample([1], [1001]);
        double[] line = level.data<double>().ToArray();
        Assert.InRange(Math.Abs(line[1] - line[0]) * 1000, 0, 0.1);
        Assert.True(Enumerable.Range(0, 1000).Max(i => Math.Abs(line[i + 1] - line[i])) * 1000 > 0.5);
    }

    [Fact]
    public void More_waves_leave_the_first_as_they_are()
    {
        using torch.Tensor few = Field(RandomFieldBoundary.Dirichlet, 1, 4).Sample([5], [33]),
            many = Field(RandomFieldBoundary.Dirichlet, 1, 9).Sample([5], [33]);
        double[] a = few.data<double>().ToArray(), b = many.data<double>().ToArray();
        for (int k = 1; k <= 4; k++)
            Assert.Equal(0, Enumerable.Range(0, 33).Sum(i => (b[i] - a[i]) * Math.Sin(Math.PI * k * i / 32)), 1e-12);
        Assert.NotEqual(a, b);
    }

    [Fact]
    public void Grids_that_do_not_fit_the_law_are_refused()
    {
        Assert.Contains("Expected 2 positive numbers of points, got [5]",
            Assert.Throws<ArgumentException>(() => new RandomField().Sample([1], [5])).Message);
        Assert.Contains("got EndPoints", Assert.Throws<ArgumentException>(()
            => new RandomField().Sample([1], [5, 5], PointPlacement.EndPoints)).Message);
        Assert.Contains("Dimensions is 3; expected 1 to 2", Assert.Throws<ArgumentOutOfRangeException>(()
            => new RandomField(new RandomFieldOptions { Dimensions = 3 })).Message);
    }

    private static RandomField Field(RandomFieldBoundary boundary, int dimensions, int modes)
        => new(new RandomFieldOptions { Boundary = boundary, Dimensions = dimensions, Modes = modes });
}
