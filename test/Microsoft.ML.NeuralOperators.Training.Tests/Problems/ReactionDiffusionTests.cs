using Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class ReactionDiffusionTests
{
    /// <summary>A state that is the same everywhere follows an ordinary equation.</summary>
    [Fact]
    public void The_error_of_the_reaction_falls_with_the_third_power_of_the_step()
    {
        double exact = React(1024), coarse = Math.Abs(React(16) - exact), fine = Math.Abs(React(32) - exact);
        Assert.InRange(coarse / fine, 6.5, 9.5);

        static double React(int steps)
        {
            var options = new ReactionDiffusionOptions();
            double[] state = [.. Enumerable.Repeat(1.2, 81), .. Enumerable.Repeat(-0.3, 81)];
            state = Run(new ActivatorInhibitor(9, 0.1, options), state, 2, steps);
            Assert.All(state[..81], u => Assert.Equal(state[0], u, 1e-13));
            return state[0];
        }
    }

    /// <summary>
    /// A small wave cos π(x + 1)/2 · cos π(y + 1) keeps its form, and its two factors follow a system of two linear
    /// equations.
    /// </summary>
    [Fact]
    public void The_error_of_diffusion_falls_with_the_square_of_the_spacing()
    {
        double coarse = Error(10), fine = Error(20), finer = Error(40);
        Assert.InRange(coarse / fine, 3.7, 4.3);
        Assert.InRange(fine / finer, 3.7, 4.3);

        static double Error(int size)
        {
            var options = new ReactionDiffusionOptions
            {
                ActivatorDiffusivity = 0.2,
                InhibitorDiffusivity = 0.1,
                Threshold = 0
            };
            double[] wave = [.. from i in Enumerable.Range(0, size) from j in Enumerable.Range(0, size)
                             select 1e-6 * Math.Cos(Math.PI * (i + 0.5) / size) * Math.Cos(2 * Math.PI * (j
                                 + 0.5) / size)];
            double[] state = Run(new ActivatorInhibitor(size, 2.0 / size, options),
                [.. wave, .. new double[wave.Length]], 0.5, 2000);
            double squares = Math.PI * Math.PI * 1.25;
            (double u, double v) = (1, 0);
            for (int step = 0; step < 200_000; step++)
                (u, v) = (u + 2.5e-6 * ((1 - 0.2 * squares) * u - v), v + 2.5e-6 * (u - (1 + 0.1 * squares) * v));
            double error = 0, norm = 0;
            for (int i = 0; i < wave.Length; i++)
            {
                error += Math.Abs(state[i] - u * wave[i]) + Math.Abs(state[wave.Length + i] - v * wave[i]);
                norm += Math.Abs(u * wave[i]);
            }
            return error / norm;
        }
    }

    [Fact]
    public void The_default_step_is_short_enough_for_four_digits()
    {
        var options = new ReactionDiffusionOptions { Points = 128, Frames = 1, Start = 1 };
        float[] usual = new ReactionDiffusionEquation(options).Generate(1, 3)[0].Values,
            fine = new ReactionDiffusionEquation(options with { TimeStep = 0.00125 }).Generate(1, 3)[0].Values;
        Assert.InRange(usual.Zip(fine, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    /// <summary>The first frame is noise, and finer cells begin with the same.</summary>
    [Fact]
    public void States_begin_as_standard_normal_noise()
    {
        var options = new ReactionDiffusionOptions { Points = 64, Frames = 1 };
        float[] noise = new ReactionDiffusionEquation(options).Generate(1, 3)[0].Values;
        Assert.InRange(noise.Average(), -0.05, 0.05);
        Assert.InRange(noise.Average(x => x * x), 0.95, 1.05);
        float[] finer = new ReactionDiffusionEquation(options with { Refinement = 2 }).Generate(1, 3)[0].Values;
        Assert.Equal(noise, finer);
    }

    private static double[] Run(ActivatorInhibitor scheme, double[] state, double time, int steps)
    {
        var method = new RungeKutta(scheme);
        for (int step = 0; step < steps; step++) method.Step(ref state, time / steps);
        return state;
    }
}
