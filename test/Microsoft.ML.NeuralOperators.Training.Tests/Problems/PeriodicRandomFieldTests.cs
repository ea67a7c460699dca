using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class PeriodicRandomFieldTests
{
    private static readonly PeriodicRandomField Field = new(2, 3, 10, 4);

    /// <summary>Every third point of the fine grid is one of the coarse.</summary>
    [Fact]
    public void A_seed_is_one_function_on_every_grid()
    {
        double[] coarse = Field.Sample(3, 8, 5), fine = Field.Sample(3, 24, 15);
        double[] line = Field.Sample(3, 10), longer = Field.Sample(3, 30);
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 5; j++) Assert.Equal(coarse[i * 5 + j], fine[3 * i * 15 + 3 * j], 1e-12);
        for (int i = 0; i < 10; i++) Assert.Equal(line[i], longer[3 * i], 1e-12);
    }

    [Fact]
    public void Several_seeds_at_once_give_what_each_gives_alone()
    {
        using torch.Tensor planes = Field.Sample([4, -2], 6, 7), lines = Field.Sample([4, -2], 9);
        Assert.Equal([2, 6, 7], planes.shape);
        Assert.Equal([.. Field.Sample(4, 6, 7), .. Field.Sample(-2, 6, 7)], planes.data<double>().ToArray());
        Assert.Equal([2, 9], lines.shape);
        Assert.Equal([.. Field.Sample(4, 9), .. Field.Sample(-2, 9)], lines.data<double>().ToArray());
    }

    /// <summary>By Parseval: the mean square over many seeds is the sum over waves of 2σ²(4π²|k|² + τ²)^(-α).</summary>
    [Fact]
    public void Mean_and_variance_are_those_of_the_spectrum()
    {
        int[] seeds = [.. Enumerable.Range(0, 3000)], waves = [.. Enumerable.Range(-4, 9)];
        using torch.Tensor planes = Field.Sample(seeds, 16, 16), lines = Field.Sample(seeds, 16);
        Assert.InRange(planes.mean([1L, 2L]).abs().max().item<double>(), 0, 1e-12);
        Assert.InRange(lines.mean([1L]).abs().max().item<double>(), 0, 1e-12);
        double plane = waves.Sum(k => waves.Sum(l => k == 0 && l == 0 ? 0 : 2 * Variance(k * k + l * l)));
        double line = Enumerable.Range(1, 4).Sum(k => 2 * Variance(k * k));
        Assert.InRange(planes.square().mean().item<double>() / plane, 0.95, 1.05);
        Assert.InRange(lines.square().mean().item<double>() / line, 0.95, 1.05);

        static double Variance(int squares) => 100 * Math.Pow(4 * Math.PI * Math.PI * squares + 9, -2);
    }
}
