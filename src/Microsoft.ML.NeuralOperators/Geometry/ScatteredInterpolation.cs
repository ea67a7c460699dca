namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>Makes the weights with which values at scattered points give values elsewhere.</summary>
internal static class ScatteredInterpolation
{
    /// <summary>Weights by the nearest points.</summary>
    /// <param name="points">The points, one after the other.</param>
    /// <param name="targets">The places, one after the other.</param>
    /// <param name="axes">Coordinates of each.</param>
    /// <param name="options">The kind, and how many points count.</param>
    public static SparseMap ByNeighbors(double[] points, double[] targets, int axes, PointInterpolationOptions options)
    {
        var tree = KdTree.Of(points, axes);
        int wanted = options.Kind switch
        {
            PointInterpolation.InverseDistance => options.NeighborCount ?? 3 * axes,
            PointInterpolation.MovingLeastSquares
                => options.NeighborCount ?? 2 * LocalPolynomial.Terms(axes, options.Degree),
            _ => 1,
        };
        int count = Math.Min(wanted, tree.Count);
        return Each(targets.Length / axes, i =>
        {
            ReadOnlySpan<double> place = targets.AsSpan(i * axes, axes);
            var near = new int[count];
            var distances = new double[count];
            tree.Nearest(place, near, distances);
            return (near, options.Kind switch
            {
                PointInterpolation.InverseDistance => Shepard(distances, options.Power),
                PointInterpolation.MovingLeastSquares
                    => LocalPolynomial.Weights(points, near, distances, place, options.Degree),
                _ => [1.0],
            });
        });
    }

    /// <summary>Weights that are linear on a mesh's simplices.</summary>
    /// <param name="points">The points, one after the other.</param>
    /// <param name="simplices">The corners of lines, triangles or tetrahedra, one after the other.</param>
    /// <param name="targets">The places, one after the other.</param>
    /// <param name="axes">Coordinates of each.</param>
    /// <param name="leavesOutside">Whether places outside have no points, rather than the nearest one.</param>
    public static SparseMap OnMesh(double[] points, int[] simplices, double[] targets, int axes, bool leavesOutside)
    {
        var search = new SimplexSearch(points, simplices, axes);
        KdTree? tree = leavesOutside ? null : KdTree.Of(points, axes);
        return Each(targets.Length / axes, i =>
        {
            ReadOnlySpan<double> place = targets.AsSpan(i * axes, axes);
            if (search.Find(place) is { } found) return found;
            if (tree is null) return ([], []);
            int[] near = [0];
            tree.Nearest(place, near, [0.0]);
            return (near, [1.0]);
        });
    }

    private static SparseMap Each(int targets, Func<int, (int[], double[])> row)
    {
        var rows = new (int[], double[])[targets];
        Parallel.For(0, targets, i => rows[i] = row(i));
        return new SparseMap(rows);
    }

    // At a point itself, that point alone counts; of several at one place, all of them equally.
    private static double[] Shepard(double[] squaredDistances, double power)
    {
        double nearest = squaredDistances[0];
        double[] weights = [.. squaredDistances.Select(d => nearest == 0 ? d == 0 ? 1.0 : 0
            : Math.Pow(nearest / d, power / 2))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
