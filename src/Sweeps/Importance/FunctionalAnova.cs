namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// Which coordinates a function of many depends on (functional ANOVA, Hutter, Hoos and Leyton-Brown, ICML 2014): the
/// function is a forest, whose trees are constant on boxes, so that means over all other coordinates, and their
/// variances, are sums over leaves, without any sampling.
/// </summary>
/// <param name="trees">The leaves of every tree.</param>
internal sealed class FunctionalAnova(IEnumerable<IReadOnlyList<Leaf>> trees)
{
    private readonly Tree[] _trees = [.. trees.Select(leaves => new Tree(leaves))];

    /// <summary>
    /// Grows a forest, each tree on as many rows as there are, drawn with return, and takes it as the function.
    /// </summary>
    public static FunctionalAnova Of(IReadOnlyList<Dimension> dimensions, double[][] points, double[] values,
        int trees = 64)
    {
        var tree = new RegressionTree(dimensions, points, values);
        return new FunctionalAnova(Enumerable.Range(0, trees).Select(t =>
        {
            var random = new SeededRandom(0, SeedUse.Sweep, t);
            return tree.Grow([.. points.Select(_ => random.Next(points.Length))]);
        }));
    }

    /// <summary>
    /// The share of the variance that is the effect of one coordinate, or of two together beyond what each has alone:
    /// mean and deviation over the trees.
    /// </summary>
    public (double Mean, double Deviation) Share(params int[] coordinates)
    {
        // A tree that is constant says nothing.
        double[] shares = [.. _trees.Where(t => t.Variance > 0).Select(t => t.Effect(coordinates) / t.Variance)];
        return shares.Length == 0 ? (0, 0) : Moments(shares);
    }

    /// <summary>The function's mean over all other coordinates: mean and deviation over the trees.</summary>
    public (double Mean, double Deviation) Marginal(int coordinate, double place)
        => Moments([.. _trees.Select(t => t.Marginal(coordinate, place))]);

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private sealed class Tree
    {
        private readonly IReadOnlyList<Leaf> _leaves;
        private readonly double[] _volumes;
        private readonly double _mean;
        private readonly Dictionary<int, double> _effects = [];

        public Tree(IReadOnlyList<Leaf> leaves)
        {
            _leaves = leaves;
            _volumes = [.. leaves.Select(l => Enumerable.Range(0, l.Box.Count)
                .Aggregate(1.0, (product, d) => product * l.Box.Width(d)))];
            _mean = leaves.Zip(_volumes).Sum(l => l.First.Value * l.Second);
            Variance = leaves.Zip(_volumes).Sum(l => l.Second * (l.First.Value - _mean) * (l.First.Value - _mean));
        }

        public double Variance { get; }

        public double Effect(int[] coordinates)
        {
            if (coordinates is not [int single]) return Square(coordinates) - coordinates.Sum(c => Effect([c]));
            if (!_effects.TryGetValue(single, out double effect)) effect = _effects[single] = Square(coordinates);
            return effect;
        }

        public double Marginal(int coordinate, double place)
        {
            double sum = 0;
            for (int i = 0; i < _leaves.Count; i++)
                if (_leaves[i].Box.Covers(coordinate, place))
                    sum += _leaves[i].Value * _volumes[i] / _leaves[i].Box.Width(coordinate);
            return sum;
        }

        // The mean square of the marginal over some coordinates, less the mean of the whole: over all pairs of leaves,
        // what they have in common along these coordinates, times their widths along the others.
        private double Square(int[] coordinates)
        {
            double[] weights = [.. _leaves.Select((leaf, i) => coordinates.Aggregate(
                (leaf.Value - _mean) * _volumes[i], (weight, c) => weight / leaf.Box.Width(c)))];
            double sum = 0;
            for (int i = 0; i < weights.Length; i++)
                for (int j = 0; j <= i; j++)
                {
                    double common = i == j ? 1 : 2;
                    foreach (int c in coordinates) common *= _leaves[i].Box.Overlap(_leaves[j].Box, c);
                    if (common > 0) sum += common * weights[i] * weights[j];
                }
            return sum;
        }
    }
}
