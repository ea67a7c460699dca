using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class GridCoarseningTests
{
    public static TheoryData<PointPlacement, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<PointPlacement, int, int>();
            foreach (PointPlacement points in Enum.GetValues<PointPlacement>())
                foreach (int factor in new[] { 2, 3 })
                    foreach (int size in new[] { 16, 17, 24 }) data.Add(points, factor, size);
            return data;
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Constants_are_kept_both_ways(PointPlacement points, int factor, int size)
    {
        double[] coarse = Coarse([.. Enumerable.Repeat(3.0, size)], points, factor);
        int expected = points == PointPlacement.EndPoints ? (size - 2 + factor) / factor + 1
            : (size - 1 + factor) / factor;
        Assert.Equal(expected, coarse.Length);
        Assert.All(coarse, v => Assert.Equal(3, v, 1e-12));
        Assert.All(Fine(coarse, points, factor, size), v => Assert.Equal(3, v, 1e-12));
    }

    [Fact]
    public void Cells_are_averaged()
    {
        Assert.Equal([1.5, 3.5, 5.5], Coarse([1, 2, 3, 4, 5, 6], PointPlacement.CellCentres, 2));
        // Five cells in three: each has five thirds of them.
        double[] three = Coarse([1, 2, 3, 4, 5], PointPlacement.CellCentres, 2);
        Assert.Equal([(1 + 2 * 2 / 3.0) * 0.6, 3, (2 / 3.0 * 4 + 5) * 0.6], three, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Points_with_both_ends_are_weighed_fully()
    {
        double[] coarse = Coarse([0, 0, 4, 0, 0, 0, 3, 0, 0], PointPlacement.EndPoints, 2);
        Assert.Equal([0, 2, 0, 1.5, 0], coarse, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(16, 2)]
    [InlineData(17, 2)]
    [InlineData(24, 3)]
    public void Waves_that_the_coarser_grid_holds_come_back(int size, int factor)
    {
        double[] wave = Wave(size, PointPlacement.Periodic);
        double[] back = Fine(Coarse(wave, PointPlacement.Periodic, factor), PointPlacement.Periodic, factor, size);
        Assert.Equal(wave, back, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(PointPlacement.CellCentres)]
    [InlineData(PointPlacement.EndPoints)]
    public void Smooth_fields_lose_less_on_finer_grids(PointPlacement points)
    {
        double[] errors = [.. new[] { 32, 64, 128 }.Select(Error)];
        // Averages and cubics are of second order; full weighting is of first order in the outermost points.
        double order = points == PointPlacement.CellCentres ? 3.5 : 1.8;
        Assert.True(errors[0] > order * errors[1] && errors[1] > order * errors[2], string.Join(", ", errors));

        double Error(int cells)
        {
            int size = points == PointPlacement.EndPoints ? cells + 1 : cells;
            double[] wave = Wave(size, points);
            return wave.Zip(Fine(Coarse(wave, points, 2), points, 2, size), (a, b) => Math.Abs(a - b)).Max();
        }
    }

    [Theory]
    [InlineData(PointPlacement.CellCentres, 2)]
    [InlineData(PointPlacement.Periodic, 3)]
    [InlineData(PointPlacement.EndPoints, 2)]
    [InlineData(PointPlacement.EndPoints, 3)]
    public void The_finest_grid_is_the_smallest_that_gives_so_many_points(PointPlacement points, int factor)
    {
        for (int coarse = 2; coarse < 9; coarse++)
        {
            int finest = GridCoarsening.Finest(coarse, factor, points);
            Assert.Equal(coarse, Coarse(new double[finest], points, factor).Length);
            Assert.Equal(coarse - 1, Coarse(new double[finest - 1], points, factor).Length);
        }
    }

    [Theory]
    [InlineData(PointPlacement.EndPoints)]
    [InlineData(PointPlacement.Periodic)]
    [InlineData(PointPlacement.CellCentres)]
    public void Gradients_are_right(PointPlacement points)
    {
        var coarsening = new GridCoarsening(2, points);
        TestLayer.GradientsEqualQuotients(new Nothing(),
            x => coarsening.Prolong(coarsening.Restrict(x), x.Shape), 1, 2, 9, 8);
    }

    private static double[] Coarse(double[] values, PointPlacement points, int factor)
        => TestLayer.Run(new Nothing(), x => new GridCoarsening(factor, points).Restrict(x), values,
            [1, 1, values.Length]).Values;

    private static double[] Fine(double[] values, PointPlacement points, int factor, int size)
        => TestLayer.Run(new Nothing(), x => new GridCoarsening(factor, points)
            .Prolong(x, Shape.Of([1, 1, size])), values, [1, 1, values.Length]).Values;

    private static double[] Wave(int size, PointPlacement points) => [.. Enumerable.Range(0, size)
        .Select(i => Math.Sin(2 * Math.PI * points switch
        {
            PointPlacement.EndPoints => i / (size - 1.0),
            PointPlacement.Periodic => i / (double)size,
            _ => (i + 0.5) / size,
        } + 0.3))];
}
