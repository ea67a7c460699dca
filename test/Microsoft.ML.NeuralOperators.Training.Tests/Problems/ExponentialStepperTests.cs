using System.Numerics;
using Microsoft.ML.NeuralOperators.Problems;
using Microsoft.ML.NeuralOperators.Problems.Periodic;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class ExponentialStepperTests
{
    /// <summary>y' = λy + y², whose solution is λ/((λ/y₀ + 1)e^{-λt} - 1).</summary>
    [Theory]
    [InlineData(-50, 0)]
    [InlineData(-1, 0)]
    [InlineData(-3, 20)]
    [InlineData(0.1, 40)]
    public void The_error_falls_with_the_fourth_power_of_the_step(double real, double imaginary)
    {
        var l = new Complex(real, imaginary);
        Complex exact = l / ((l / 0.5 + 1) * Complex.Exp(-l) - 1);
        double coarse = Complex.Abs(Solve(l, 32) - exact), fine = Complex.Abs(Solve(l, 64) - exact);
        // Next to rounding there is no order to see.
        if (coarse > 1e-13) Assert.InRange(coarse / fine, 12, 24);
        Assert.InRange(coarse, 0, 1e-2);
    }

    /// <summary>
    /// Both ways of summing agree where one gives way to the other, and series are what they are for.
    /// </summary>
    [Fact]
    public void Phi_functions_are_those_of_their_series()
    {
        foreach (Complex z in (Complex[])[0, 1e-9, 0.3, new(0, 0.999), new(0, 1), -1, new(0.6, 0.8), -2.5, new(1, -3)])
        {
            (Complex one, Complex two, Complex three) = ExponentialStepper.Phi(z);
            Complex[] sums = new Complex[3];
            for (int k = 1; k <= 3; k++)
            {
                Complex term = 1 / (k == 1 ? 1.0 : k == 2 ? 2 : 6);
                for (int j = 0; j < 60; j++)
                {
                    sums[k - 1] += term;
                    term *= z / (j + k + 1);
                }
            }
            Assert.InRange(Complex.Abs(one - sums[0]) + Complex.Abs(two - sums[1]) + Complex.Abs(three - sums[2]), 0,
                1e-14);
        }
    }

    [Fact]
    public void What_is_linear_is_exact_in_one_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var stepper = new ExponentialStepper([-700, 0], [1, 2], u => torch.zeros_like(u));
        double[] parts = [3, 4, 5, 6];
        torch.Tensor next = stepper.Step(torch.view_as_complex(parts.ToTensor(null, 1, 2, 2)), 0.5);
        Assert.Equal([3 * Math.Exp(-350), 4 * Math.Exp(-350), 5, 6], torch.view_as_real(next).data<double>().ToArray());
    }

    private static Complex Solve(Complex linear, int steps)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var stepper = new ExponentialStepper([linear], [1], y => y * y);
        double[] start = [0.5, 0];
        torch.Tensor y = torch.view_as_complex(start.ToTensor(null, 1, 2));
        for (int step = 0; step < steps; step++) y = stepper.Step(y, 1.0 / steps);
        double[] parts = torch.view_as_real(y).data<double>().ToArray();
        return new(parts[0], parts[1]);
    }
}
