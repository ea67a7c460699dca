using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class FisherEquationTests
{
    /// <summary>
    /// Two of Ablowitz and Zeppetella's fronts (1979), (1 + e^{(x - 5t/√6)/√6})^-2, run away from each other.
    /// </summary>
    [Fact]
    public void Fronts_run_with_their_speed_and_the_error_falls_with_the_fourth_power_of_the_step()
    {
        const double Time = 4;
        double coarse = Error(20), fine = Error(40);
        Assert.InRange(coarse / fine, 11, 22);
        Assert.InRange(fine, 0, 1e-4);

        static double Error(int steps)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            var lines = FisherEquation.Evolution(Fronts(0), 1, 160, new() { Diffusivity = 1, Growth = 1 });
            for (int step = 0; step < steps; step++) lines.Step(Time / steps);
            double[] end = lines.Values().contiguous().data<double>().ToArray(), exact = Fronts(Time);
            return end.Zip(exact, (a, b) => Math.Abs(a - b)).Max();
        }

        static double[] Fronts(double time) => [.. Enumerable.Range(0, 512).Select(i =>
        {
            double x = Math.Abs(160.0 * i / 512 - 80) - 30, root = Math.Sqrt(6);
            return Math.Pow(1 + Math.Exp((x - 5 * time / root) / root), -2);
        })];
    }

    /// <summary>Everything grows towards one, and nothing beyond.</summary>
    [Fact]
    public void States_begin_between_zero_and_one_and_grow()
    {
        FieldSamples u = new FisherEquation(new() { Points = 256, Frames = 2, Interval = 3 }).Generate(4, 1)[0];
        for (int sample = 0; sample < 4; sample++)
        {
            float[] first = u[sample][..256].ToArray(), last = u[sample][256..].ToArray();
            Assert.Equal(0, first.Min(), 1e-6);
            Assert.Equal(1, first.Max(), 1e-6);
            Assert.InRange(last.Min(), 0.8, 1);
            Assert.InRange(last.Max(), 0.8, 1);
        }
    }
}
