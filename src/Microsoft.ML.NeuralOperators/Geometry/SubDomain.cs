namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>A box of a k-d tree, and how many points it holds.</summary>
/// <param name="Lower">The lower corner.</param>
/// <param name="Upper">The upper corner.</param>
/// <param name="Count">Points in the box.</param>
internal sealed record SubDomain(double[] Lower, double[] Upper, int Count)
{
    // Each side of a cut keeps at least this many points.
    private const int FewestPoints = 8;

    /// <summary>
    /// Splits the bounding box of points where their density varies most (Liu et al. 2023, arXiv:2305.18694): the box
    /// with the largest product of number of points and divergence from a uniform density is cut across its longest
    /// axis, where the halves are most uniform, until there are as many boxes as wanted or none can be cut.
    /// </summary>
    /// <param name="points">The points, one after the other.</param>
    /// <param name="axes">Coordinates of each.</param>
    /// <param name="count">Boxes wanted.</param>
    /// <param name="cells">About how many cells a box is divided into to estimate its density.</param>
    public static IReadOnlyList<SubDomain> Split(double[] points, int axes, int count, int cells)
    {
        var boxes = new List<Leaf> { new(points, [.. Enumerable.Range(0, points.Length / axes)],
            Bounds(points, axes), cells) };
        while (boxes.Count < count)
        {
            int fewest = Math.Max(FewestPoints, cells);
            int at = -1;
            (Leaf, Leaf)? halves = null;
            foreach (int candidate in Enumerable.Range(0, boxes.Count).OrderByDescending(i => boxes[i].Unevenness))
                if ((halves = boxes[candidate].Cut(fewest)) is not null)
                {
                    at = candidate;
                    break;
                }
            if (halves is not var (left, right)) break;
            boxes[at] = left;
            boxes.Insert(at + 1, right);
        }
        return [.. boxes.Select(b => b.Domain)];
    }

    /// <summary>The length of the box along an axis.</summary>
    public double Length(int axis) => Upper[axis] - Lower[axis];

    // A box of no width gets a small one, so that nothing is divided by 0.
    private static SubDomain Bounds(double[] points, int axes)
    {
        double[] lower = [.. Enumerable.Range(0, axes).Select(axis => Along(axis).Min())],
            upper = [.. Enumerable.Range(0, axes).Select(axis => Along(axis).Max())];
        double longest = lower.Zip(upper, (a, b) => b - a).Max();
        if (!(longest > 0)) longest = 1;
        for (int axis = 0; axis < axes; axis++)
        {
            double lack = 1e-3 * longest - (upper[axis] - lower[axis]);
            if (lack > 0) (lower[axis], upper[axis]) = (lower[axis] - lack / 2, upper[axis] + lack / 2);
        }
        return new(lower, upper, points.Length / axes);

        IEnumerable<double> Along(int axis) => Enumerable.Range(0, points.Length / axes)
            .Select(i => points[i * axes + axis]);
    }

    private sealed class Leaf
    {
        private readonly double[] _points;
        private readonly int[] _index, _grid;
        private readonly int _cells;

        public Leaf(double[] points, int[] index, SubDomain domain, int cells)
        {
            (_points, _index, _cells, Domain) = (points, index, cells, domain with { Count = index.Length });
            int axes = domain.Lower.Length;
            double volume = 1;
            for (int axis = 0; axis < axes; axis++) volume *= domain.Length(axis);
            double side = Math.Pow(volume / cells, 1.0 / axes);
            _grid = [.. Enumerable.Range(0, axes)
                .Select(axis => Math.Clamp((int)Math.Round(domain.Length(axis) / side), 1, cells))];
        }

        public SubDomain Domain { get; }

        /// <summary>Points times the divergence of their density from a uniform one.</summary>
        public double Unevenness => _index.Length * Divergence();

        /// <summary>The two halves of the best cut; null where each would have too few points.</summary>
        public (Leaf, Leaf)? Cut(int fewest)
        {
            int axis = Enumerable.Range(0, _grid.Length).MaxBy(Domain.Length);
            // A coarse box has few inner boundaries of cells; a few more places give the cut a choice.
            int places = Math.Max(_grid[axis], 4);
            (Leaf, Leaf)? best = null;
            double least = double.PositiveInfinity;
            for (int place = 1; place < places; place++)
            {
                double cut = Domain.Lower[axis] + Domain.Length(axis) * place / places;
                int[] left = [.. _index.Where(i => At(i, axis) < cut)], right = [.. _index.Where(i
                    => At(i, axis) >= cut)];
                if (Math.Min(left.Length, right.Length) < fewest) continue;
                Leaf first = Part(left, Domain.Lower, [.. Domain.Upper.Select((x, a) => a == axis ? cut : x)]),
                    second = Part(right, [.. Domain.Lower.Select((x, a) => a == axis ? cut : x)], Domain.Upper);
                double unevenness = first.Unevenness + second.Unevenness;
                if (unevenness < least) (least, best) = (unevenness, (first, second));
            }
            return best;
        }

        private Leaf Part(int[] index, double[] lower, double[] upper)
            => new(_points, index, new(lower, upper, index.Length), _cells);

        private double At(int point, int axis) => _points[point * _grid.Length + axis];

        // Kullback and Leibler's, Σ p log(p·cells).
        private double Divergence()
        {
            int cells = _grid.Aggregate(1, (product, size) => product * size);
            var counts = new int[cells];
            foreach (int point in _index)
            {
                int cell = 0;
                for (int axis = 0; axis < _grid.Length; axis++)
                    cell = cell * _grid[axis] + Math.Clamp((int)((At(point, axis) - Domain.Lower[axis])
                        / Domain.Length(axis) * _grid[axis]), 0, _grid[axis] - 1);
                counts[cell]++;
            }
            return counts.Where(c => c > 0).Sum(c => (double)c / _index.Length
                * Math.Log((double)c * cells / _index.Length));
        }
    }
}
