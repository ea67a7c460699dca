using Microsoft.ML.NeuralOperators.Augmentation;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>Random maps keep the box, are one-to-one and know their derivatives.</summary>
public class CoordinateMapTests
{
    [Theory]
    [InlineData(1, PointPlacement.EndPoints)]
    [InlineData(2, PointPlacement.EndPoints)]
    [InlineData(2, PointPlacement.Periodic)]
    [InlineData(3, PointPlacement.EndPoints)]
    [InlineData(3, PointPlacement.Periodic)]
    public void Maps_have_a_positive_determinant_and_the_slope_they_say(int axes, PointPlacement placement)
    {
        var random = new Random(1);
        for (int seed = 0; seed < 20; seed++)
        {
            CoordinateMap map = Map(axes, placement, seed);
            for (int trial = 0; trial < 50; trial++)
            {
                double[] point = [.. Enumerable.Range(0, axes).Select(_ => random.NextDouble())];
                double[] image = new double[axes], jacobian = new double[axes * axes];
                map.At(point, image, jacobian);
                Assert.InRange(new MappedPoint(image, jacobian).Determinant, 1e-6, 20);
                for (int j = 0; j < axes; j++)
                {
                    double[] up = Image(map, Moved(point, j, 1e-5)), down = Image(map, Moved(point, j, -1e-5));
                    for (int i = 0; i < axes; i++)
                        Assert.InRange((up[i] - down[i]) / 2e-5 - jacobian[i * axes + j], -1e-6, 1e-6);
                }
            }
        }
    }

    /// <summary>Every side of the box is mapped to itself; on a periodic one opposite sides move together.</summary>
    [Theory]
    [InlineData(PointPlacement.EndPoints)]
    [InlineData(PointPlacement.Periodic)]
    public void Sides_are_mapped_to_themselves_or_to_each_other(PointPlacement placement)
    {
        CoordinateMap map = Map(2, placement, 3);
        for (double y = 0.05; y < 1; y += 0.1)
        {
            double[] left = Image(map, [0, y]), right = Image(map, [1, y]);
            Assert.Equal(left[0] + 1, right[0], 12);
            Assert.Equal(left[1], right[1], 12);
            if (placement != PointPlacement.Periodic) Assert.Equal(0, left[0], 12);
        }
        Assert.NotEqual(Image(map, [0.5, 0.2])[0], Image(map, [0.5, 0.7])[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Velocities_are_multiplied_by_the_inverse(int axes)
    {
        double[] image = new double[axes], jacobian = new double[axes * axes], changed = new double[axes];
        Map(axes, PointPlacement.EndPoints, 5).At([.. Enumerable.Repeat(0.3, axes)], image, jacobian);
        var point = new MappedPoint(image, jacobian);
        for (int k = 0; k < axes; k++)
        {
            double[] column = [.. Enumerable.Range(0, axes).Select(i => jacobian[i * axes + k])];
            point.Change(new FieldQuantity("velocity", []), column, changed);
            for (int i = 0; i < axes; i++) Assert.Equal(i == k ? 1 : 0, changed[i], 12);
        }
    }

    private static CoordinateMap Map(int axes, PointPlacement placement, int seed)
        => new(new CovarianceAugmentation("u: scalar")
        {
            Dimensions = axes,
            Placement = placement,
            Strength = 0.8,
            Bending = 1,
        }, new Random(seed));

    private static double[] Moved(double[] point, int axis, double by)
        => [.. point.Select((x, i) => i == axis ? x + by : x)];

    private static double[] Image(CoordinateMap map, double[] point)
    {
        double[] image = new double[point.Length], jacobian = new double[point.Length * point.Length];
        map.At(point, image, jacobian);
        return image;
    }
}
