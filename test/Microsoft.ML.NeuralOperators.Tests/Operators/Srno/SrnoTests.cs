using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class SrnoTests
{
    // Linear interpolation of a linear field is exact between the outermost points, and constant beyond them.
    [Theory]
    [InlineData(PointPlacement.CellCentres, 0.3, 0.62, 0.3, 0.62)]
    [InlineData(PointPlacement.CellCentres, 0.01, 0.995, 0.1, 0.9)]
    [InlineData(PointPlacement.EndPoints, 0.3, 0.62, 0.3, 0.62)]
    [InlineData(PointPlacement.EndPoints, 0, 1, 0, 1)]
    public void Corners_interpolate_linear_fields(PointPlacement placement, double x, double y, double a, double b)
    {
        const int Height = 5, Width = 5;
        double[] field = [.. Enumerable.Range(0, Height * Width).Select(i => 2 * Place(i / Width, Height)
            - 3 * Place(i % Width, Width))];
        Assert.Equal(2 * a - 3 * b, Interpolated(field, [Height, Width], placement, x, y), 1e-12);

        double Place(int i, int size)
            => placement == PointPlacement.EndPoints ? i / (size - 1.0) : (i + 0.5) / size;
    }

    [Fact]
    public void Periodic_corners_have_the_first_point_beside_the_last()
        => Assert.Equal(0.25 * 7 + 0.75 * 3, Interpolated([3, 4, 5, 7], [4], PointPlacement.Periodic, 3.75 / 4), 1e-12);

    [Fact]
    public void Every_sample_of_a_batch_is_interpolated_from_its_own_field()
    {
        double[] field = [1, 2, 3, 10, 20, 30], points = [0.5, 0.5];
        double[] values = TestLayer.Run(new GridEmbedding(1), x =>
        {
            var corners = new GridCorners(x.Reshape(2, 3, 1), x.Interpreter.Constant(points, 2, 1, 1),
                PointPlacement.CellCentres);
            return corners.Rows(0) * corners.Weight(0) + corners.Rows(1) * corners.Weight(1);
        }, field, [6]).Values;
        Assert.Equal([2, 20], values);
    }

    // The means over query points are integrals: more points, the same values.
    [Fact]
    public void Values_at_points_do_not_depend_on_how_dense_the_others_are()
    {
        var definition = new Srno(1, 1, new() { EncoderChannels = 6, EncoderLayers = 1, Channels = 12, Heads = 2 });
        double[] few = Run(24), many = Run(72);
        double scale = few.Max(Math.Abs), worst = 0;
        for (int i = 0; i < 24; i++)
            for (int j = 0; j < 24; j++)
                worst = Math.Max(worst, Math.Abs(few[i * 24 + j] - many[(3 * i + 1) * 72 + 3 * j + 1]));
        Assert.InRange(worst, 1e-12, 0.02 * scale);

        double[] Run(int size)
        {
            double[] field = [.. Enumerable.Range(0, 48).Select(i => Math.Cos(i / 8 * 0.7) + Math.Sin(i % 8 * 0.9))];
            return TestLayer.Run(definition, x =>
            {
                Value place = (x.Interpreter.Sequence(size) + 0.5) / x.Interpreter.Number(size);
                Value points = Value.Concat(0, place.Reshape(1, size, 1).Expand(1, size, size),
                    place.Reshape(1, 1, size).Expand(1, size, size)).Reshape(1, 2, size * size);
                return definition.Run(x, points);
            }, field, [1, 1, 6, 8]).Values;
        }
    }

    [Fact]
    public void Needs_as_many_channels_out_as_in_where_the_field_is_added()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Srno(2, 1));
        Assert.Equal(1, new Srno(2, 1, new() { HasInterpolation = false }).Output.Channels);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Srno(1, 1, new() { Channels = 30, Heads = 4 }));
    }

    private static double Interpolated(double[] field, long[] grid, PointPlacement placement, params double[] point)
        => TestLayer.Run(new GridEmbedding(1), x =>
        {
            var corners = new GridCorners(x.Reshape([1, .. grid.Select(n => (Dim)n), 1]),
                x.Interpreter.Constant(point, 1, 1, point.Length), placement);
            return Enumerable.Range(0, corners.Count).Select(c => corners.Rows(c) * corners.Weight(c))
                .Aggregate((a, b) => a + b);
        }, field, [field.Length]).Values[0];
}
