using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class MlpTests
{
    [Fact]
    public void Equals_both_maps_written_out()
    {
        const int Inputs = 3, Hidden = 5, Outputs = 2, Points = 4 * 3 * 2;
        var layer = new Mlp(Inputs, Hidden, Outputs);
        ParameterValues values = ParameterValues.Initialize(layer, 6);
        float[][] p = [.. layer.Parameters.Select(d => values[d])];
        double[] field = TestLayer.Draw(Points * Inputs);
        var (actual, shape) = TestLayer.Run(layer, layer.Apply, field, [4, 3, 2, Inputs], values);
        Assert.Equal([4, 3, 2, Outputs], shape);
        for (int point = 0; point < Points; point++)
        {
            double[] hidden = [.. Enumerable.Range(0, Hidden)
                .Select(h => Gelu(p[1][h] + Enumerable.Range(0, Inputs)
                .Sum(i => p[0][h * Inputs + i] * field[point * Inputs + i])))];
            for (int o = 0; o < Outputs; o++)
                Assert.Equal(p[3][o] + Enumerable.Range(0, Hidden).Sum(h => p[2][o * Hidden + h] * hidden[h]),
                    actual[point * Outputs + o], 1e-13);
        }
    }

    [Fact]
    public void Parameters_have_published_names_and_shapes()
        => Assert.Equal(["fcs.0.weight [8, 3]", "fcs.0.bias [8]", "fcs.1.weight [2, 8]", "fcs.1.bias [2]"],
            new Mlp(3, 8, 2).Parameters.Select(d => $"{d}"));

    /// <summary>PyTorch's rule for linear layers: uniform within 1/√fan-in, over the whole range.</summary>
    [Fact]
    public void First_values_fill_the_range_of_their_fan_in()
    {
        var layer = new Mlp(16, 100, 4);
        ParameterValues values = ParameterValues.Initialize(layer, 2);
        foreach (ParameterDeclaration declaration in layer.Parameters)
        {
            double limit = 1 / Math.Sqrt(declaration.Name.StartsWith("fcs.0", StringComparison.Ordinal) ? 16 : 100);
            Assert.All(values[declaration], x => Assert.InRange(x, -limit, limit));
            if (values[declaration].Length < 100) continue;
            Assert.InRange(values[declaration].Max(), 0.9 * limit, limit);
            Assert.InRange(values[declaration].Average(x => x * x), 0.7 * limit * limit / 3, 1.3 * limit * limit / 3);
        }
    }

    [Fact]
    public void Gradients_equal_difference_quotients()
    {
        var layer = new Mlp(3, 5, 2);
        TestLayer.GradientsEqualQuotients(layer, layer.Apply, 4, 3, 2, 3);
    }

    // x·Φ(x) with the error function by its series, which converges quickly for such small numbers.
    private static double Gelu(double x)
    {
        double z = x / Math.Sqrt(2), term = z, sum = z;
        for (int n = 1; n < 60; n++)
        {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x * 0.5 * (1 + 2 / Math.Sqrt(Math.PI) * sum);
    }

    [Fact]
    public void A_ratio_of_two_widths_gives_the_width_back()
    {
        for (int channels = 1; channels <= 96; channels++)
            for (int width = 1; width <= 300; width++)
            {
                Assert.Equal(width, Mlp.WholeWidth(channels, (double)width / channels));
                Assert.Equal(width, Mlp.Width(channels, (double)width / channels));
            }
        Assert.Equal((5, 6, 1), (Mlp.WholeWidth(11, 0.5), Mlp.Width(11, 0.5), Mlp.WholeWidth(3, 0.1)));
    }
}
