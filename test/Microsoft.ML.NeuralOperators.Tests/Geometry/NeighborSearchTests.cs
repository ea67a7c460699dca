using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Geometry;

/// <summary>The k-d tree finds what a look at every point finds, ties included.</summary>
public class NeighborSearchTests
{
    /// <summary>Points at random, on a coarse lattice with many ties, on a line, and all at one place.</summary>
    public static TheoryData<string, int, int> Clouds { get; } = new()
    {
        { "random", 1, 40 }, { "random", 2, 300 }, { "random", 3, 300 }, { "lattice", 1, 50 }, { "lattice", 2, 200 },
        { "lattice", 3, 200 }, { "line", 3, 100 }, { "place", 2, 60 }, { "random", 2, 1 }, { "random", 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Clouds))]
    public void The_nearest_are_those_of_a_search_through_all(string cloud, int axes, int count)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            float[] points = Cloud(cloud, axes, count, seed), queries = Cloud(cloud, axes, 30, seed + 100);
            foreach (int k in new[] { 1, 3, 17, count, count + 5 })
            {
                Neighbors found = NeighborSearch.Nearest(points, queries, axes, k);
                Assert.Equal(30, found.Count);
                for (int q = 0; q < 30; q++)
                    Assert.Equal(Sorted(points, queries, axes, q).Take(k), found.Of(q).ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public void Those_within_a_radius_are_those_of_a_search_through_all(string cloud, int axes, int count)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            float[] points = Cloud(cloud, axes, count, seed), queries = Cloud(cloud, axes, 30, seed + 100);
            foreach (double radius in new[] { 0, 0.25, 0.5, 10 })
            {
                Neighbors found = NeighborSearch.Within(points, queries, axes, radius);
                for (int q = 0; q < 30; q++)
                    Assert.Equal(Enumerable.Range(0, count)
                        .Where(i => SquaredDistance(points, queries, axes, i, q) <= radius * radius),
                        found.Of(q).ToArray());
            }
        }
    }

    /// <summary>A point finds itself; the same place twice comes in the order of the indices.</summary>
    [Fact]
    public void Coincident_points_are_kept_in_order()
    {
        float[] points = [1, 0, 1, 0, 1, 5, 5, 5, 5, 5];
        Assert.Equal([0, 2, 4], NeighborSearch.Nearest(points, [1, 5], 2, 3).Of(0).ToArray());
        Assert.Equal([0, 2, 4], NeighborSearch.Within(points, [1, 5], 2, 0).Of(0).ToArray());
    }

    [Fact]
    public void Room_beyond_the_points_is_marked()
    {
        var tree = new KdTree([3, 1], 1);
        int[] indices = new int[3];
        double[] distances = new double[3];
        Assert.Equal(2, tree.Nearest([0], indices, distances));
        Assert.Equal([1, 0, -1], indices);
        Assert.Equal([1, 9, double.PositiveInfinity], distances);
        Assert.Equal((1, 2), (tree.Dimensions, tree.Count));
    }

    [Fact]
    public void No_points_and_no_queries_are_no_error()
    {
        Neighbors none = NeighborSearch.Nearest([], [1, 2], 1, 3);
        Assert.Equal([0, 0, 0], none.RowSplits);
        Assert.Empty(none.Indices);
        Assert.Equal(0, NeighborSearch.Within([1, 2], [], 1, 3).Count);
        Assert.Equal(0, new KdTree([], 3).Nearest([0, 0, 0], [], []));
    }

    [Fact]
    public void Numbers_that_are_no_points_are_named()
    {
        Assert.Contains("5 numbers are no points of 2 coordinates",
            Assert.Throws<ArgumentException>(() => new KdTree(new float[5], 2)).Message);
        Assert.Contains("Coordinate 1 of point 0 is NaN",
            Assert.Throws<ArgumentException>(() => new KdTree([1, 2, float.NaN, 4], 2)).Message);
        Assert.Contains("The place has 1 coordinates, the points 2",
            Assert.Throws<ArgumentException>(() => new KdTree([1, 2], 2).Within([0], 1)).Message);
        Assert.Contains("coordinate of the place is NaN",
            Assert.Throws<ArgumentException>(() => new KdTree([1, 2], 2).Within([0, double.NaN], 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => NeighborSearch.Within([1], [1], 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NeighborSearch.Nearest([1], [1], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KdTree([1, 2, 3, 4], 4));
    }

    [Fact]
    public void Searches_can_be_cancelled()
    {
        var cancelled = new CancellationToken(true);
        Assert.ThrowsAny<OperationCanceledException>(() => NeighborSearch.Nearest([1, 2], [1, 2], 1, 1, cancelled));
    }

    private static float[] Cloud(string kind, int axes, int count, int seed)
    {
        var random = new Random(seed);
        float[] lengths = [1, 2, 4];
        return [.. Enumerable.Range(0, axes).SelectMany(axis => Enumerable.Range(0, count).Select(i => kind switch
        {
            "lattice" => random.Next(5) / 4f,
            "line" => i % 10 * lengths[axis] / 10,
            "place" => 0.5f,
            _ => random.NextSingle(),
        }))];
    }

    private static IEnumerable<int> Sorted(float[] points, float[] queries, int axes, int query)
        => Enumerable.Range(0, points.Length / axes)
            .OrderBy(i => SquaredDistance(points, queries, axes, i, query)).ThenBy(i => i);

    private static double SquaredDistance(float[] points, float[] queries, int axes, int i, int query)
    {
        int n = points.Length / axes, m = queries.Length / axes;
        double sum = 0;
        for (int axis = 0; axis < axes; axis++)
        {
            double difference = (double)queries[axis * m + query] - points[axis * n + i];
            sum += difference * difference;
        }
        return sum;
    }
}
