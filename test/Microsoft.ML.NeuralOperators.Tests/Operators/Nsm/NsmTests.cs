using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;
using static Microsoft.ML.NeuralOperators.CoefficientBasis;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class NsmTests
{
    [Theory]
    [InlineData(Fourier, 7)]
    [InlineData(Chebyshev, 6)]
    public void Coefficients_come_back_from_any_number_of_nodes(CoefficientBasis basis, int modes)
    {
        foreach (int points in new[] { modes, modes + 1, 2 * modes })
        {
            double[] there = CoefficientMatrices.ToNodes(basis, modes, points),
                back = CoefficientMatrices.ToCoefficients(basis, modes, points);
            for (int i = 0; i < modes; i++)
                for (int k = 0; k < modes; k++)
                    Assert.Equal(i == k ? 1 : 0, Enumerable.Range(0, points)
                        .Sum(j => back[i * points + j] * there[j * modes + k]), 1e-12);
        }
    }

    [Theory]
    [InlineData(Fourier, 7)]
    [InlineData(Chebyshev, 6)]
    public void Derivatives_are_those_of_differences(CoefficientBasis basis, int modes)
    {
        double[] derivative = CoefficientMatrices.Derivative(basis, modes), places = [0.2, 0.35, 0.8];
        double[] at = CoefficientMatrices.ToPlaces(basis, modes, places),
            after = CoefficientMatrices.ToPlaces(basis, modes, [.. places.Select(x => x + 1e-5)]),
            before = CoefficientMatrices.ToPlaces(basis, modes, [.. places.Select(x => x - 1e-5)]);
        for (int i = 0; i < places.Length; i++)
            for (int k = 0; k < modes; k++)
                Assert.Equal((after[i * modes + k] - before[i * modes + k]) / 2e-5,
                    Enumerable.Range(0, modes).Sum(j => at[i * modes + j] * derivative[j * modes + k]), 1e-4);
    }

    [Fact]
    public void Products_with_x_and_with_the_walls_are_exact_for_all_but_the_last_modes()
    {
        double[] x = CoefficientMatrices.TimesX(6), walls = CoefficientMatrices.TimesWalls(6),
            at = CoefficientMatrices.ToPlaces(Chebyshev, 6, [0.3]);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(0.3 * at[k], Enumerable.Range(0, 6).Sum(j => at[j] * x[j * 6 + k]), 1e-12);
            Assert.Equal(4 * 0.3 * 0.7 * at[k], Enumerable.Range(0, 6).Sum(j => at[j] * walls[j * 6 + k]), 1e-12);
        }
    }

    [Fact]
    public void Constraints_hold_to_the_last_digits()
    {
        FieldSamples periodic = Field(NsmConstraint.ZeroAtOrigin, [Fourier, Fourier], [5, 7], [10, 14]);
        Assert.InRange(Math.Abs(periodic[0][0]), 0, 1e-6);
        FieldSamples walls = Field(NsmConstraint.ZeroAtWalls, [Chebyshev, Chebyshev], [6, 7], [11, 13]);
        Assert.True(walls[0].ToArray().Max(Math.Abs) > 1e-3);
        for (int i = 0; i < 11; i++)
            foreach (int j in i is 0 or 10 ? Enumerable.Range(0, 13) : [0, 12])
                Assert.InRange(Math.Abs(walls[0][i * 13 + j]), 0, 1e-6);
        FieldSamples flow = Field(NsmConstraint.InitialState, [Chebyshev, Fourier], [6, 7], [5, 14]);
        float[] initial = CoefficientTransform.ToGrid(Input([6, 7]), [Chebyshev, Fourier], [5, 14])[0].ToArray();
        Assert.All(Enumerable.Range(0, 14), i => Assert.Equal(initial[i], flow[0][i], 1e-5));
        Assert.True(Enumerable.Range(14, 56).Max(i => Math.Abs(initial[i] - flow[0][i])) > 1e-3);
    }

    [Fact]
    public void Fields_become_coefficients_and_come_back_on_any_grid()
    {
        double[] nodes = [.. CoefficientTransform.Nodes(Chebyshev, 8)];
        FieldSamples field = new("u", 1, [8, 9],
            [.. from t in nodes from j in Enumerable.Range(0, 9) select At(t, j / 9.0)]);
        FieldSamples coefficients = CoefficientTransform.ToCoefficients(field, [Chebyshev, Fourier], [5, 5]),
            fine = CoefficientTransform.ToGrid(coefficients, [Chebyshev, Fourier], [4, 20]);
        Assert.Equal([5, 5], coefficients.Grid);
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 20; j++) Assert.Equal(At(i / 3.0, j / 20.0), fine[0][i * 20 + j], 1e-5);
        Assert.Contains("expected at least 9", Assert.Throws<ArgumentException>(()
            => CoefficientTransform.ToCoefficients(field, [Chebyshev, Fourier], [9, 5])).Message);

        static float At(double t, double x)
            => (float)(t * t * t * Math.Sin(2 * Math.PI * x) - t + Math.Cos(4 * Math.PI * x));
    }

    [Fact]
    public void Options_that_do_not_fit_their_bases_are_told()
    {
        Assert.Contains("expected odd numbers on Fourier axes", Fault(new() { Modes = [6, 7] }));
        Assert.Contains("with Bases of Chebyshev alone", Fault(new() { Constraint = NsmConstraint.ZeroAtWalls }));
        Assert.Contains("as the basis of the first axis", Fault(new() { Constraint = NsmConstraint.InitialState }));
        Assert.Contains("Bases has 2 entries; expected 1", Fault(new() { Modes = [7] }));

        static string Fault(NsmOptions options)
            => Assert.Throws<ArgumentOutOfRangeException>(() => new Nsm(1, 1, options)).Message;
    }

    private static FieldSamples Input(int[] modes)
        => new("a", 1, modes, [.. TestLayer.Draw(modes[0] * modes[1]).Select(v => (float)v)]);

    private static FieldSamples Field(NsmConstraint constraint, CoefficientBasis[] bases, int[] modes, int[] grid)
    {
        var definition = new Nsm(1, 1, new()
        {
            Bases = bases,
            Modes = modes,
            Channels = 6,
            Layers = 1,
            Constraint = constraint,
            OutputScale = 1,
        });
        double[] values = TestLayer.Run(definition, x => definition.Run(x),
            [.. Input(modes)[0].ToArray().Select(v => (double)v)], [1, 1, modes[0], modes[1]]).Values;
        return CoefficientTransform.ToGrid(new("u", 1, modes, [.. values.Select(v => (float)v)]), bases, grid);
    }
}
