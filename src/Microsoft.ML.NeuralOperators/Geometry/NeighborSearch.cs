namespace Microsoft.ML.NeuralOperators;

/// <summary>Neighbours of many queries at once, on all cores; the result does not depend on their number.</summary>
public static class NeighborSearch
{
    /// <summary>
    /// The points nearest to every query, nearest first; of equally near ones those with lower indices.
    /// </summary>
    /// <param name="points">Coordinates of the points, [dimensions, points].</param>
    /// <param name="queries">Coordinates of the queries, [dimensions, queries].</param>
    /// <param name="dimensions">1, 2 or 3.</param>
    /// <param name="count">How many; where there are fewer points, all of them.</param>
    /// <param name="cancellation">Stops searching.</param>
    /// <exception cref="ArgumentException">The numbers are not whole points, or one is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Neighbors Nearest(ReadOnlySpan<float> points, ReadOnlySpan<float> queries, int dimensions, int count,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var tree = new KdTree(points, dimensions);
        int found = Math.Min(count, tree.Count);
        return Search(queries, dimensions, cancellation, place =>
        {
            var indices = new int[found];
            tree.Nearest(place, indices, new double[found]);
            return indices;
        });
    }

    /// <summary>
    /// All points within a distance of every query, the distance itself and the query's own place included, in the
    /// order of their indices.
    /// </summary>
    /// <param name="points">Coordinates of the points, [dimensions, points].</param>
    /// <param name="queries">Coordinates of the queries, [dimensions, queries].</param>
    /// <param name="dimensions">1, 2 or 3.</param>
    /// <param name="radius">The distance.</param>
    /// <param name="cancellation">Stops searching.</param>
    /// <exception cref="ArgumentException">The numbers are not whole points, or one is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Neighbors Within(ReadOnlySpan<float> points, ReadOnlySpan<float> queries, int dimensions,
        double radius, CancellationToken cancellation = default)
    {
        if (!(radius >= 0))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius is negative or no number.");
        var tree = new KdTree(points, dimensions);
        return Search(queries, dimensions, cancellation, place => tree.Within(place, radius));
    }

    private static Neighbors Search(ReadOnlySpan<float> queries, int dimensions, CancellationToken cancellation,
        PlaceSearch search)
    {
        double[] places = PointCloud.Transposed(queries, dimensions, nameof(queries));
        var found = new int[places.Length / dimensions][];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation },
            i => found[i] = search(places.AsSpan(i * dimensions, dimensions)));
        var splits = new int[found.Length + 1];
        for (int i = 0; i < found.Length; i++) splits[i + 1] = checked(splits[i] + found[i].Length);
        var indices = new int[splits[^1]];
        for (int i = 0; i < found.Length; i++) found[i].CopyTo(indices, splits[i]);
        return new Neighbors(indices, splits);
    }

    private delegate int[] PlaceSearch(ReadOnlySpan<double> place);
}
