using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class GroupNormalizationTests
{
    private const int Batch = 2, Channels = 6;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3, 4)]
    [InlineData(3, 2, 3, 2)]
    [InlineData(6, 4, 4)]
    public void Equals_the_definition_written_out(int groups, params int[] grid)
    {
        const double Epsilon = 0.01;
        var layer = new GroupNormalization(groups, Channels, epsilon: Epsilon);
        int points = grid.Aggregate(1, (a, b) => a * b), size = Channels / groups;
        double[] field = TestLayer.Draw(points * Batch * Channels);
        ParameterValues values =
            ParameterValues.From(layer,
            d => [.. TestLayer.Draw((int)d.Elements, d.LocalName.Length).Select(x => (float)x)]);
        float[] weight = values[layer.OwnParameters[0]], bias = values[layer.OwnParameters[1]];
        long[] shape = [.. grid.Select(n => (long)n), Batch, Channels];
        var (actual, actualShape) = TestLayer.Run(layer, layer.Apply, field, shape, values);
        Assert.Equal(shape, actualShape);
        for (int sample = 0; sample < Batch; sample++)
            for (int part = 0; part < groups; part++)
            {
                int[] members = [.. from point in Enumerable.Range(0, points) from c in Enumerable.Range(part * size,
                    size) select (point * Batch + sample) * Channels + c];
                double mean = members.Average(i => field[i]),
                    variance = members.Average(i => (field[i] - mean) * (field[i] - mean));
                foreach (int i in members)
                    Assert.Equal((field[i] - mean) / Math.Sqrt(variance + Epsilon) * weight[i % Channels]
                        + bias[i % Channels], actual[i], 1e-12);
            }
    }

    [Fact]
    public void Unit_and_zero_point_of_a_field_do_not_matter()
        => Rule.Holds(Rule.Number(-3, 3), power =>
        {
            var layer = new GroupNormalization(2, Channels, isAffine: false, epsilon: 1e-20);
            double[] field = TestLayer.Draw(4 * Batch * Channels);
            double factor = Math.Pow(10, power);
            double[] normal = Run(field), other = Run([.. field.Select(x => factor * (x + 5))]);
            for (int i = 0; i < field.Length; i++) Assert.Equal(normal[i], other[i], 1e-9);

            double[] Run(double[] x) => TestLayer.Run(layer, layer.Apply, x, [4, Batch, Channels]).Values;
        }, count: 20);

    [Fact]
    public void A_constant_field_becomes_its_bias()
    {
        var layer = new GroupNormalization(1, 2);
        ParameterValues values = ParameterValues.From(layer, d => d.LocalName == "bias" ? [3, 4] : [1, 1]);
        Assert.Equal([3, 4, 3, 4, 3, 4],
            TestLayer.Run(layer, layer.Apply, [7, 7, 7, 7, 7, 7], [3, 1, 2], values).Values);
    }

    [Fact]
    public void Starts_as_plain_normalisation()
    {
        double[] field = TestLayer.Draw(5 * Batch * Channels);
        var affine = new GroupNormalization(3, Channels);
        var plain = new GroupNormalization(3, Channels, isAffine: false);
        Assert.Empty(plain.Parameters);
        Assert.Equal(TestLayer.Run(plain, plain.Apply, field, [5, Batch, Channels]).Values,
            TestLayer.Run(affine, affine.Apply, field, [5, Batch, Channels]).Values);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Groups_that_do_not_divide_the_channels_are_refused(int groups)
        => Assert.Contains($"{groups} groups do not divide 6 channels",
            Assert.Throws<ArgumentOutOfRangeException>(() => new GroupNormalization(groups, 6)).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Gradients_equal_difference_quotients(int groups)
    {
        var layer = new GroupNormalization(groups, Channels);
        TestLayer.GradientsEqualQuotients(layer, layer.Apply, 3, 4, Batch, Channels);
    }
}
