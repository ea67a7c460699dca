using Microsoft.ML.NeuralOperators.Metrics;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class EnergySpectrumTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(8, 15)]
    [InlineData(6, 1, 7)]
    [InlineData(4, 5, 6)]
    public void All_shells_together_are_the_mean_square(params int[] grid)
    {
        var random = new Random(grid.Length);
        double[][] fields = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, grid.Aggregate((a, b) => a * b))
            .Select(_ => random.NextDouble() - 0.4).ToArray())];
        var spectrum = new EnergySpectrum(grid);
        foreach (double[] field in fields) spectrum.Add(field);
        Assert.Equal(fields.Average(f => f.Average(v => v * v)), spectrum.Shells.Sum(), 1e-12);
        Assert.Equal(fields.Average(f => f.Average() * f.Average()), spectrum.Shells[0], 1e-12);
    }

    /// <summary>cos(2π(3x + 4y)) has |k| = 5 and the mean square 1/2, whichever way it runs.</summary>
    [Theory]
    [InlineData(3, 4)]
    [InlineData(3, -4)]
    [InlineData(5, 0)]
    public void A_wave_is_in_the_shell_of_its_length(int kx, int ky)
    {
        const int n = 16;
        var spectrum = new EnergySpectrum([n, n]);
        spectrum.Add([.. from x in Enumerable.Range(0, n)
            from y in Enumerable.Range(0, n)
            select Math.Cos(2 * Math.PI * (kx * x + ky * y) / n)]);
        Assert.Equal(0.5, spectrum.Shells[5], 1e-12);
        Assert.Equal(0.5, spectrum.Shells.Sum(), 1e-12);
        Assert.Equal(8, spectrum.FullShells);
    }
}
