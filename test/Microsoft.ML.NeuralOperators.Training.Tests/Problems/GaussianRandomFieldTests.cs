using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class GaussianRandomFieldTests
{
    private const int Modes = 12, Samples = 4000;
    private static readonly Lazy<double[][]> Drawn = new(() => Normalized(2, 3));

    /// <summary>
    /// The coefficient of cos(πkx)·cos(πly) is normal with the variance τ^(2α-2)·(π²(k² + l²) + τ²)^(-α).
    /// </summary>
    [Fact]
    public void Coefficients_have_mean_zero_and_the_variance_of_the_spectrum()
    {
        for (int mode = 1; mode < Modes * Modes; mode++)
        {
            double[] z = Drawn.Value[mode];
            double mean = z.Average(), variance = z.Average(x => (x - mean) * (x - mean));
            // In standard deviations of the estimates; of 143 normal numbers hardly one is beyond 4.
            Assert.True(Math.Abs(mean) * Math.Sqrt(Samples) < 4.5, $"mode {mode}: mean {mean}");
            Assert.True(Math.Abs(variance - 1) * Math.Sqrt(Samples / 2.0) < 4.5, $"mode {mode}: variance {variance}");
        }
    }

    [Fact]
    public void The_decay_follows_smoothness_and_length_scale()
    {
        double[][] z = Normalized(1.5, 7);
        for (int mode = 1; mode < Modes * Modes; mode++) Assert.InRange(z[mode].Average(x => x * x), 0.88, 1.12);
    }

    [Fact]
    public void The_mean_over_the_square_is_zero() => Assert.All(Drawn.Value[0], z => Assert.Equal(0, z, 1e-12));

    /// <summary>Neighbouring seeds are the samples of one data set: no mode may go on from one to the next.</summary>
    [Fact]
    public void Neighbouring_seeds_have_nothing_in_common()
    {
        for (int mode = 1; mode < Modes * Modes; mode++)
            for (int lag = 1; lag <= 3; lag++)
            {
                double[] z = Drawn.Value[mode];
                double correlation = z.Skip(lag).Zip(z, (a, b) => a * b).Average();
                Assert.True(Math.Abs(correlation) * Math.Sqrt(Samples) < 5, $"mode {mode}, lag {lag}: {correlation}");
            }
    }

    [Fact]
    public void Modes_have_nothing_in_common()
    {
        for (int one = 1; one < Modes * Modes; one++)
            for (int other = 1; other < one; other++)
            {
                double correlation = 0;
                for (int i = 0; i < Samples; i++) correlation += Drawn.Value[one][i] * Drawn.Value[other][i];
                Assert.True(Math.Abs(correlation) < 5.5 * Math.Sqrt(Samples),
                    $"modes {one} and {other}: {correlation / Samples}");
            }
    }

    /// <summary>Cells of a grid three times as fine have the centres of the coarse one among theirs.</summary>
    [Fact]
    public void A_seed_is_one_function_on_every_grid()
    {
        var field = new GaussianRandomField();
        double[] coarse = field.Sample(11, 8, 5), fine = field.Sample(11, 24, 15);
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 5; j++) Assert.Equal(coarse[i * 5 + j], fine[(3 * i + 1) * 15 + 3 * j + 1], 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        var field = new GaussianRandomField();
        Assert.Equal(field.Sample(-5, 6, 6), new GaussianRandomField().Sample(-5, 6, 6));
        Assert.NotEqual(field.Sample(-5, 6, 6), field.Sample(5, 6, 6));
        Assert.NotEqual(field.Sample(int.MinValue, 6, 6), field.Sample(int.MaxValue, 6, 6));
    }

    [Fact]
    public void Several_seeds_at_once_give_what_each_gives_alone()
    {
        var field = new GaussianRandomField();
        using torch.Tensor values = field.Sample([7, -1, 8], 5, 9);
        Assert.Equal([3, 5, 9], values.shape);
        double[] alone = [.. field.Sample(7, 5, 9), .. field.Sample(-1, 5, 9), .. field.Sample(8, 5, 9)];
        Assert.Equal(alone, values.data<double>().ToArray());
    }

    // Coefficients over their standard deviations, [mode][seed].
    private static double[][] Normalized(double alpha, double tau)
    {
        var field = new GaussianRandomField(alpha, tau, Modes);
        double[][] result = [.. Enumerable.Range(0, Modes * Modes).Select(_ => new double[Samples])];
        var cosines = new double[Modes, Modes];
        for (int k = 0; k < Modes; k++)
            for (int i = 0; i < Modes; i++)
                cosines[k, i] = (k == 0 ? 1 : Math.Sqrt(2)) * Math.Cos(Math.PI * k * (i + 0.5) / Modes) / Modes;
        for (int seed = 0; seed < Samples; seed++)
        {
            double[] values = field.Sample(seed, Modes, Modes);
            for (int k = 0; k < Modes; k++)
            {
                var row = new double[Modes];
                for (int i = 0; i < Modes; i++)
                    for (int j = 0; j < Modes; j++) row[j] += cosines[k, i] * values[i * Modes + j];
                for (int l = 0; l < Modes; l++)
                {
                    double sum = 0;
                    for (int j = 0; j < Modes; j++) sum += row[j] * cosines[l, j];
                    double variance = Math.Pow(tau,
                        2 * alpha - 2) * Math.Pow(Math.PI * Math.PI * (k * k + l * l) + tau * tau, -alpha);
                    result[k * Modes + l][seed] = sum / Math.Sqrt(variance);
                }
            }
        }
        return result;
    }
}
