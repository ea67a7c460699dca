using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class LinearInterpolationTests
{
    [Theory]
    [InlineData(5, 9)]
    [InlineData(9, 5)]
    [InlineData(7, 16)]
    [InlineData(16, 7)]
    [InlineData(1, 4)]
    [InlineData(6, 1)]
    [InlineData(241, 85)]
    public void Keeps_linear_functions_and_the_outermost_points(int from, int to)
    {
        double[] line = [.. Enumerable.Range(0, from).Select(i => 3.0 * i / Math.Max(from - 1, 1) - 1)];
        var (actual, shape) = TestLayer.Run(new Nothing(), x => LinearInterpolation.Resize(x, 1, to), line, [1, from, 1]);
        Assert.Equal([1, to, 1], shape);
        for (int i = 0; i < to; i++) Assert.Equal(from == 1 ? -1 : 3.0 * i / Math.Max(to - 1, 1) - 1, actual[i], 1e-12);
    }

    [Fact]
    public void Between_two_points_it_is_their_weighted_mean_on_every_axis()
    {
        double[] field = TestLayer.Draw(2 * 4 * 6);
        var (actual, shape) = TestLayer.Run(new Nothing(), x => LinearInterpolation.Resize(x, 1, 7, 4), field, [2, 4, 6]);
        Assert.Equal([2, 7, 4], shape);
        for (int b = 0; b < 2; b++)
            for (int i = 0; i < 7; i++)
                for (int j = 0; j < 4; j++)
                {
                    double y = i * 3 / 6.0, x = j * 5 / 3.0;
                    int top = Math.Min((int)y, 2), left = Math.Min((int)x, 4);
                    double upper = At(b, top, left) * (left + 1 - x) + At(b, top, left + 1) * (x - left);
                    double lower = At(b, top + 1, left) * (left + 1 - x) + At(b, top + 1, left + 1) * (x - left);
                    Assert.Equal(upper * (top + 1 - y) + lower * (y - top), actual[(b * 7 + i) * 4 + j], 1e-12);
                }

        double At(int b, int i, int j) => field[(b * 4 + i) * 6 + j];
    }

    private sealed class Nothing : Layer;
}
