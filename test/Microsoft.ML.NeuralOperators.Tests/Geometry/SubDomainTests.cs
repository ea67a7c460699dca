using Microsoft.ML.NeuralOperators.Geometry;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Geometry;

public class SubDomainTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    [InlineData(3, 5)]
    public void Every_point_is_in_one_box_and_boxes_fill_their_bounds(int axes, int count)
    {
        double[] points = Points(400, axes, x => x * x * x);
        IReadOnlyList<SubDomain> boxes = SubDomain.Split(points, axes, count, 8);
        Assert.Equal(count, boxes.Count);
        Assert.Equal(400, boxes.Sum(b => b.Count));
        Assert.All(boxes, b => Assert.True(b.Count >= 8));
        for (int i = 0; i < 400; i++)
            // The upper ends of the outermost boxes belong to them.
            Assert.InRange(boxes.Count(b => Enumerable.Range(0, axes).All(a => points[i * axes + a] >= b.Lower[a]
                && points[i * axes + a] <= b.Upper[a])), 1, 1 << axes);
        double volume = boxes.Sum(Volume);
        double whole = 1;
        for (int a = 0; a < axes; a++) whole *= boxes.Max(b => b.Upper[a]) - boxes.Min(b => b.Lower[a]);
        Assert.Equal(1, volume / whole, 1e-12);
    }

    [Fact]
    public void The_cut_is_where_the_density_changes()
    {
        // Nine tenths of the points in the first quarter of the longer axis.
        double[] points = Points(1000, 2, x => x);
        for (int i = 0; i < 1000; i++)
            points[2 * i] = 2 * (i % 10 == 0 ? 0.25 + 0.75 * points[2 * i] : 0.25 * points[2 * i]);
        IReadOnlyList<SubDomain> boxes = SubDomain.Split(points, 2, 2, 64);
        Assert.Equal(0.5, boxes[0].Upper[0], 0.05);
        Assert.Equal(boxes[0].Upper[0], boxes[1].Lower[0]);
        Assert.InRange(boxes[0].Count, 890, 910);
    }

    [Fact]
    public void Points_on_a_line_or_in_one_place_have_boxes_of_some_width()
    {
        double[] line = [.. Enumerable.Range(0, 50).SelectMany(i => new[] { i / 49.0, 3 })];
        Assert.All(SubDomain.Split(line, 2, 2, 8), box => Assert.True(Volume(box) > 0));
        SubDomain place = Assert.Single(SubDomain.Split([.. Enumerable.Repeat(2.0, 40)], 2, 4, 8));
        Assert.True(Volume(place) > 0);
        // Too few points for a cut.
        Assert.Single(SubDomain.Split(Points(15, 2, x => x), 2, 4, 8));
    }

    private static double Volume(SubDomain box)
        => Enumerable.Range(0, box.Lower.Length).Aggregate(1.0, (product, axis) => product * box.Length(axis));

    private static double[] Points(int count, int axes, Func<double, double> warp)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count * axes).Select(_ => warp(random.NextDouble()))];
    }
}
