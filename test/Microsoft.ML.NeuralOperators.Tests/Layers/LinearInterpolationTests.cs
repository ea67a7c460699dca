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
        var (actual, shape) = TestLayer.Run(new Nothing(), x => LinearInterpolation.Resize(x, 1, to), line,
            [1, from, 1]);
        Assert.Equal([1, to, 1], shape);
        for (int i = 0; i < to; i++) Assert.Equal(from == 1 ? -1 : 3.0 * i / Math.Max(to - 1, 1) - 1, actual[i], 1e-12);
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(10, 5)]
    [InlineData(7, 16)]
    [InlineData(16, 7)]
    [InlineData(1, 4)]
    [InlineData(64, 128)]
    public void Between_centres_of_cells_it_keeps_linear_functions_and_beyond_them_the_outer_values(int from, int to)
    {
        double[] line = [.. Enumerable.Range(0, from).Select(i => (i + 0.5) / from)];
        var (actual, _) = TestLayer.Run(new Nothing(),
            x => LinearInterpolation.Resize(x, PointPlacement.CellCentres, 1, to), line, [1, from, 1]);
        for (int i = 0; i < to; i++) Assert.Equal(Math.Clamp((i + 0.5) / to, line[0], line[^1]), actual[i], 1e-12);
    }

    [Theory]
    [InlineData(8, 16)]
    [InlineData(8, 12)]
    [InlineData(16, 6)]
    [InlineData(1, 3)]
    public void On_periodic_axes_the_first_point_follows_the_last(int from, int to)
    {
        double[] values = TestLayer.Draw(from);
        var (actual, _) = TestLayer.Run(new Nothing(),
            x => LinearInterpolation.Resize(x, PointPlacement.Periodic, 1, to), values, [1, from, 1]);
        for (int i = 0; i < to; i++)
        {
            double place = (double)i * from / to, part = place - Math.Floor(place);
            Assert.Equal(values[(int)place] * (1 - part) + values[((int)place + 1) % from] * part, actual[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(PointPlacement.EndPoints)]
    [InlineData(PointPlacement.Periodic)]
    [InlineData(PointPlacement.CellCentres)]
    public void Another_grid_and_back_changes_smooth_fields_in_second_order(PointPlacement points)
    {
        const int Fine = 1000;
        double[] errors = [.. new[] { 16, 32, 64 }.Select(Error)];
        Assert.True(errors[0] > 3.5 * errors[1] && errors[1] > 3.5 * errors[2], string.Join(", ", errors));

        double Error(int coarse)
        {
            // Flat at both ends, where centres of cells have nothing beyond them to lean on.
            double[] wave = [.. Enumerable.Range(0, Fine).Select(i => Math.Cos(2 * Math.PI * points switch
            {
                PointPlacement.EndPoints => i / (Fine - 1.0),
                PointPlacement.Periodic => i / (double)Fine,
                _ => (i + 0.5) / Fine,
            }))];
            var (actual, _) = TestLayer.Run(new Nothing(),
                x => LinearInterpolation.Resize(LinearInterpolation.Resize(x, points, 1, coarse), points, 1, Fine),
                wave, [1, Fine, 1]);
            return wave.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        }
    }

    [Fact]
    public void Between_two_points_it_is_their_weighted_mean_on_every_axis()
    {
        double[] field = TestLayer.Draw(2 * 4 * 6);
        var (actual, shape) = TestLayer.Run(new Nothing(), x => LinearInterpolation.Resize(x, 1, 7, 4), field,
            [2, 4, 6]);
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
}
