using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class CubicInterpolationTests
{
    [Theory]
    [InlineData(PointPlacement.EndPoints, 5, 9)]
    [InlineData(PointPlacement.EndPoints, 9, 5)]
    [InlineData(PointPlacement.EndPoints, 4, 7)]
    [InlineData(PointPlacement.CellCentres, 5, 10)]
    [InlineData(PointPlacement.CellCentres, 16, 7)]
    [InlineData(PointPlacement.CellCentres, 4, 64)]
    public void Keeps_cubics_up_to_the_ends_of_the_axis(PointPlacement points, int from, int to)
    {
        double[] values = [.. Enumerable.Range(0, from).Select(i => Cubic(Place(i, from)))];
        double[] actual = Resized(values, points, to);
        for (int i = 0; i < to; i++) Assert.Equal(Cubic(Place(i, to)), actual[i], 1e-11);

        double Place(int i, int size)
            => points == PointPlacement.EndPoints ? i / (size - 1.0) : (i + 0.5) / size;

        static double Cubic(double x) => 1 - 2 * x + 5 * x * x - 7 * x * x * x;
    }

    [Theory]
    [InlineData(PointPlacement.EndPoints)]
    [InlineData(PointPlacement.Periodic)]
    [InlineData(PointPlacement.CellCentres)]
    public void Smooth_fields_come_out_in_fourth_order(PointPlacement points)
    {
        const int Fine = 1000;
        double[] errors = [.. new[] { 16, 32, 64 }.Select(Error)];
        Assert.True(errors[0] > 12 * errors[1] && errors[1] > 12 * errors[2], string.Join(", ", errors));

        double Error(int coarse)
        {
            double[] actual = Resized([.. Wave(coarse)], points, Fine);
            return Wave(Fine).Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        }

        IEnumerable<double> Wave(int size) => Enumerable.Range(0, size).Select(i => Math.Sin(2 * Math.PI * points switch
        {
            PointPlacement.EndPoints => i / (size - 1.0),
            PointPlacement.Periodic => i / (double)size,
            _ => (i + 0.5) / size,
        } + 0.3));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 5)]
    public void Few_points_are_interpolated_linearly(int from, int to)
    {
        double[] values = TestLayer.Draw(from);
        var (linear, _) = TestLayer.Run(new Nothing(), x => LinearInterpolation.Resize(x, 1, to), values,
            [1, from, 1]);
        Assert.Equal(linear, Resized(values, PointPlacement.EndPoints, to));
    }

    private static double[] Resized(double[] values, PointPlacement points, int to)
        => TestLayer.Run(new Nothing(), x => CubicInterpolation.Resize(x, points, 1, to), values,
            [1, values.Length, 1]).Item1;
}
