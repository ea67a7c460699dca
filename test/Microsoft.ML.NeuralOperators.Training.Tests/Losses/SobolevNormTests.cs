using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

/// <summary>Norms of any order against what they are for single waves.</summary>
public class SobolevNormTests
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;

    [Theory]
    [InlineData(1, 3, 2, 32, 24)]
    [InlineData(-1, 3, 2, 32, 24)]
    [InlineData(0.5, 1, 4, 15, 17)]
    [InlineData(2, 0, 5, 16, 16)]
    public void A_periodic_wave_has_the_norm_of_its_wave_number(double order, int k, int l, int rows, int columns)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.arange(rows, dtype: Double).reshape(rows, 1) / rows,
            y = torch.arange(columns, dtype: Double).reshape(1, columns) / columns;
        torch.Tensor wave = (2 * Math.PI * (x * k + y * l) + 0.3).cos().reshape(1, 1, rows, columns);
        double expected = Math.Sqrt(0.5) * Math.Pow(1 + 4 * Math.PI * Math.PI * (k * k + l * l), order / 2);
        Assert.Equal(expected, Norm(new SpectralSobolevLoss(order, IsRelative: false), wave), 1e-9 * expected);
    }

    [Theory]
    [InlineData(1, 3, 16)]
    [InlineData(-1, 5, 21)]
    public void A_cosine_between_walls_has_the_norm_of_its_wave_number(double order, int k, int points)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = (torch.arange(points, dtype: Double) + 0.5) / points;
        torch.Tensor wave = (x * (Math.PI * k)).cos().reshape(1, 1, points);
        double expected = Math.Sqrt(0.5) * Math.Pow(1 + Math.PI * Math.PI * k * k, order / 2);
        Assert.Equal(expected, Norm(new SpectralSobolevLoss(order, IsPeriodic: false, IsRelative: false), wave),
            1e-9 * expected);
    }

    [Fact]
    public void Order_zero_is_the_relative_L2_norm()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        torch.Tensor p = torch.randn([3, 2, 9, 8], Double), t = torch.randn([3, 2, 9, 8], Double);
        foreach (bool isPeriodic in new[] { true, false })
            Assert.True((new SpectralSobolevLoss(0, isPeriodic).PerSample(p, t) - Loss.RelativeL2.PerSample(p, t)).abs()
                .max().item<double>() < 1e-12);
    }

    [Fact]
    public void The_multigrid_authors_norm_forgets_modes_above_its_truncation()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.arange(64, dtype: Double) / 64;
        double low = Norm(5), high = Norm(25);
        Assert.Equal(Math.Sqrt(0.5 * 26), low, 1e-9);
        Assert.Equal(Math.Sqrt(0.5), high, 1e-9);

        double Norm(int k) => SobolevNormTests.Norm(SpectralSobolevLoss.Multigrid with { IsRelative = false },
            (x * (2 * Math.PI * k)).cos().reshape(1, 1, 64));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(8, 13)]
    [InlineData(20, 6)]
    public void Transforms_keep_the_sum_of_squares_and_come_back(int rows, int columns)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(rows);
        torch.Tensor x = torch.randn([2, 1, rows, columns], Double);
        foreach (Basis basis in Enum.GetValues<Basis>())
        {
            torch.Tensor coefficients = Transforms.Forward(x, basis);
            Assert.Equal((x * x).sum().item<double>(), (coefficients * coefficients).sum().item<double>(), 1e-9);
            Assert.True((Transforms.Inverse(coefficients, basis) - x).abs().max().item<double>() < 1e-9);
        }
    }

    private static double Norm(Loss loss, torch.Tensor field)
        => loss.PerSample(field, torch.zeros_like(field)).item<double>();
}
