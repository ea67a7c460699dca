using Microsoft.ML.NeuralOperators.Geometry;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Geometry;

/// <summary>Fields are read between their grid points as well as the kind of interpolation promises.</summary>
public class GridSamplerTests
{
    /// <summary>
    /// What each kind reproduces wherever it is asked: constants, linear functions, cubic polynomials.
    /// </summary>
    [Theory]
    [InlineData(GridInterpolation.Nearest, PointPlacement.EndPoints, 0)]
    [InlineData(GridInterpolation.Nearest, PointPlacement.Periodic, 0)]
    [InlineData(GridInterpolation.Linear, PointPlacement.EndPoints, 1)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.EndPoints, 3)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.CellCentres, 3)]
    public void Polynomials_are_reproduced(GridInterpolation kind, PointPlacement placement, int degree)
    {
        var random = new Random(1);
        foreach (int[] grid in new int[][] { [4], [9], [4, 7], [5, 4, 6] })
        {
            double[] c = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5)];
            double F(ReadOnlySpan<double> x)
            {
                double product = 1;
                for (int axis = 0; axis < x.Length; axis++)
                {
                    double sum = 1;
                    for (int k = 1; k <= degree; k++) sum += c[axis * 4 + k] * Math.Pow(x[axis], k);
                    product *= sum;
                }
                return product;
            }
            var sampler = new GridSampler(grid, placement, kind);
            Assert.Null(sampler.Fault());
            double[] field = sampler.Prepare(Sampled(grid, placement, F)), value = new double[1];
            for (int trial = 0; trial < 50; trial++)
            {
                double[] place = [.. grid.Select(_ => random.NextDouble())];
                sampler.At(field, place, value);
                Assert.Equal(F(place), value[0], 5e-6);
            }
        }
    }

    [Theory]
    [InlineData(GridInterpolation.Nearest, PointPlacement.CellCentres)]
    [InlineData(GridInterpolation.Linear, PointPlacement.CellCentres)]
    [InlineData(GridInterpolation.Linear, PointPlacement.Periodic)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.EndPoints)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.CellCentres)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.Periodic)]
    public void Grid_points_keep_their_numbers(GridInterpolation kind, PointPlacement placement)
    {
        int[] grid = [5, 4];
        var random = new Random(2);
        float[] numbers = [.. Enumerable.Range(0, 40).Select(_ => random.NextSingle())];
        var sampler = new GridSampler(grid, placement, kind);
        double[] field = sampler.Prepare(numbers), value = new double[2];
        for (int i = 0; i < 20; i++)
        {
            sampler.At(field, [GridSampler.Coordinate(placement, i / 4, 5),
                GridSampler.Coordinate(placement, i % 4, 4)],
                value);
            Assert.Equal(numbers[i], value[0], 1e-6);
            Assert.Equal(numbers[20 + i], value[1], 1e-6);
        }
    }

    /// <summary>Errors fall by 2² for linear and by 2⁴ for cubic interpolation where the spacing is halved.</summary>
    [Theory]
    [InlineData(GridInterpolation.Linear, PointPlacement.EndPoints, 3.6, 4.5)]
    [InlineData(GridInterpolation.Linear, PointPlacement.Periodic, 3.6, 4.5)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.EndPoints, 13, 40)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.CellCentres, 13, 40)]
    [InlineData(GridInterpolation.Cubic, PointPlacement.Periodic, 13, 20)]
    public void Errors_fall_at_the_order_of_the_kind(GridInterpolation kind, PointPlacement placement, double least,
        double most)
    {
        Assert.InRange(Error(16) / Error(32), least, most);

        double Error(int n)
        {
            var sampler = new GridSampler([n, n], placement, kind);
            static double F(ReadOnlySpan<double> x) => Math.Sin(2 * Math.PI * x[0]) * Math.Cos(2 * Math.PI * x[1] + 1);
            double[] field = sampler.Prepare(Sampled([n, n], placement, F)), value = new double[1];
            double worst = 0;
            var random = new Random(3);
            for (int trial = 0; trial < 4000; trial++)
            {
                double[] place = [random.NextDouble(), random.NextDouble()];
                sampler.At(field, place, value);
                worst = Math.Max(worst, Math.Abs(F(place) - value[0]));
            }
            return worst;
        }
    }

    [Fact]
    public void Periodic_fields_go_on_beyond_their_ends()
    {
        var sampler = new GridSampler([8], PointPlacement.Periodic, GridInterpolation.Cubic);
        double[] field = sampler.Prepare([3, 1, 4, 1, 5, 9, 2, 6]), inside = new double[1], outside = new double[1];
        for (double x = 0.01; x < 1; x += 0.07)
        {
            sampler.At(field, [x], inside);
            sampler.At(field, [x - 2], outside);
            Assert.Equal(inside[0], outside[0], 1e-9);
        }
    }

    private static float[] Sampled(int[] grid, PointPlacement placement, PlaceFunction f)
    {
        var values = new float[grid.Aggregate(1, (a, b) => a * b)];
        var place = new double[grid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            for (int axis = grid.Length - 1, rest = i; axis >= 0; rest /= grid[axis--])
                place[axis] = GridSampler.Coordinate(placement, rest % grid[axis], grid[axis]);
            values[i] = (float)f(place);
        }
        return values;
    }

    private delegate double PlaceFunction(ReadOnlySpan<double> place);
}
