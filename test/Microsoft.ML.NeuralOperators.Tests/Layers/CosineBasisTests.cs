using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>Row mode, column point: cosines at cell centres.</summary>
public class CosineBasisTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 4)]
    [InlineData(3, 5)]
    [InlineData(1, 2)]
    public void The_transform_is_the_mean_over_points_against_each_cosine(int points, int modes)
    {
        var (values, shape) = TestLayer.Table(run => CosineBasis.Forward(run, points, modes));
        Assert.Equal([modes, points], shape);
        for (int k = 0; k < modes; k++)
            for (int j = 0; j < points; j++)
                Assert.Equal(k < points ? Cosine(k, (j + 0.5) / points) / points : 0, values[k * points + j], 1e-14);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(16, 5)]
    [InlineData(4, 6)]
    public void There_and_back_keeps_what_the_modes_hold(int points, int modes)
    {
        var (product, _) = TestLayer.Table(run => CosineBasis.Forward(run, points, modes)
            .MatMul(CosineBasis.Inverse(run, points, modes)));
        for (int k = 0; k < modes; k++)
            for (int l = 0; l < modes; l++)
                Assert.Equal(k == l && k < points ? 1 : 0, product[k * modes + l], 1e-13);
    }

    // Parseval: the relative L2 norm of fields is that of their coefficients.
    [Theory]
    [InlineData(5, 6)]
    [InlineData(12, 3)]
    public void The_mean_square_of_a_field_is_the_sum_of_its_squared_coefficients(int height, int width)
    {
        double[] field = TestLayer.Draw(height * width);
        var (coefficients, shape) = TestLayer.Run(new Linear(1, 1), x => CosineTransform.ToCoefficients(x,
            [height, width]), field, [height, width, 1, 1]);
        Assert.Equal([height, width, 1, 1], shape);
        Assert.Equal(field.Average(u => u * u), coefficients.Sum(c => c * c), 1e-13);
    }

    [Fact]
    public void A_sum_of_cosines_has_the_same_coefficients_on_every_grid()
    {
        foreach (int points in new[] { 6, 7, 30 })
        {
            double[] field = [.. Enumerable.Range(0, points)
                .Select(j => 2 - 3 * Cosine(2, (j + 0.5) / points) + Cosine(5, (j + 0.5) / points))];
            var (coefficients, _) = TestLayer.Run(new Linear(1, 1), x => CosineTransform.ToCoefficients(x, [6]), field,
                [points, 1, 1]);
            double[] expected = [2, 0, -3, 0, 0, 1];
            for (int k = 0; k < 6; k++) Assert.Equal(expected[k], coefficients[k], 1e-13);
        }
    }

    private static double Cosine(int k, double x) => (k == 0 ? 1 : Math.Sqrt(2)) * Math.Cos(Math.PI * k * x);
}
