using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class AdvectionTests
{
    /// <summary>
    /// Frames that are whole cells apart are the first one, turned; this holds of windows and kinks too.
    /// </summary>
    [Fact]
    public void Frames_are_the_first_one_shifted()
    {
        var options = new AdvectionOptions { Points = 128, Frames = 5, Interval = 1.0 / 64, Speed = -1.5 };
        FieldSamples u = new AdvectionEquation(options).Generate(64, 3)[0];
        for (int sample = 0; sample < u.Count; sample++)
            for (int frame = 1; frame < 5; frame++)
                for (int i = 0; i < 128; i++)
                    Assert.Equal(u[sample][(i + 3 * frame) % 128], u[sample][frame * 128 + i], 2e-6);
    }

    /// <summary>
    /// Of 400 samples about 40 have one sign only, whose mean is far from zero, and about 40 are zero near 0.
    /// </summary>
    [Fact]
    public void States_have_PDEBenchs_shares_of_absolute_values_windows_and_signs()
    {
        FieldSamples u = new AdvectionEquation(new() { Points = 256, Frames = 1 }).Generate(400, 1)[0];
        float[][] samples = [.. Enumerable.Range(0, 400).Select(i => u[i].ToArray())];
        Assert.InRange(samples.Count(s => s.Min() >= 0 || s.Max() <= 0), 22, 60);
        Assert.InRange(samples.Count(s => s.Take(10).All(v => Math.Abs(v) < 1e-3)), 22, 60);
        Assert.InRange(samples.Count(s => s.Sum() > 0), 150, 250);
        Assert.InRange(samples.SelectMany(s => s).Max(), 1.2, 2);
    }

    /// <summary>The plain states are sums of two of the waves 1 to 8.</summary>
    [Fact]
    public void A_seed_is_one_function_on_every_grid()
    {
        float[] coarse = new AdvectionEquation(new() { Points = 32, Frames = 2, Interval = 0.3 })
            .Generate(3, 9)[0].Values,
            fine = new AdvectionEquation(new() { Points = 96, Frames = 2, Interval = 0.3 }).Generate(3, 9)[0].Values;
        for (int i = 0; i < coarse.Length; i++) Assert.Equal(coarse[i], fine[3 * i], 1e-6);
    }
}
