namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// Grows regression trees (CART, Breiman et al. 1984): every cut is the one after which the squares of the deviations
/// are smallest. Categories are sorted by their means, which finds their best division.
/// </summary>
/// <remarks>
/// An option that has a value under a condition only, such as one of a single model, is NaN elsewhere. It is cut only
/// where all rows of a box have it: there the condition holds, and elsewhere the tree does not depend on it.
/// </remarks>
/// <param name="dimensions">The coordinates.</param>
/// <param name="points">The points.</param>
/// <param name="values">A value for every point.</param>
internal sealed class RegressionTree(IReadOnlyList<Dimension> dimensions, double[][] points, double[] values)
{
    private const int SmallestLeaf = 3;

    /// <summary>The leaves of a tree; together they cover the space.</summary>
    /// <param name="rows">Indices of the points it learns from; some may occur several times.</param>
    public IReadOnlyList<Leaf> Grow(int[] rows)
    {
        var leaves = new List<Leaf>();
        var open = new Stack<(Box Box, int[] Rows)>([(Box.Whole(dimensions), rows)]);
        while (open.TryPop(out var node))
        {
            if (Best(node.Box, node.Rows) is not { } cut)
            {
                leaves.Add(new Leaf(node.Box, node.Rows.Average(r => values[r])));
                continue;
            }
            var (one, other) = cut.Categories is { } those ? node.Box.Cut(cut.Dimension, those)
                : node.Box.Cut(cut.Dimension, cut.Threshold);
            open.Push((one, [.. node.Rows.Where(r => one.Covers(cut.Dimension, points[r][cut.Dimension]))]));
            open.Push((other, [.. node.Rows.Where(r => other.Covers(cut.Dimension, points[r][cut.Dimension]))]));
        }
        return leaves;
    }

    private Cut? Best(Box box, int[] rows)
    {
        if (rows.Length < 2 * SmallestLeaf) return null;
        double sum = rows.Sum(r => values[r]), squares = rows.Sum(r => values[r] * values[r]);
        double whole = sum * sum / rows.Length;
        // What is left is rounding.
        if (squares - whole <= 1e-12 * squares) return null;
        double most = whole + 1e-9 * (squares - whole);
        Cut? best = null;
        for (int d = 0; d < dimensions.Count; d++)
        {
            if (rows.Any(r => double.IsNaN(points[r][d]))) continue;
            var (gain, cut) = dimensions[d].IsCategorical ? OfCategories(box, d, rows, sum) : OfNumbers(d, rows, sum);
            if (gain > most) (most, best) = (gain, cut);
        }
        return best;
    }

    private (double Gain, Cut? Cut) OfNumbers(int d, int[] rows, double sum)
    {
        int[] sorted = [.. rows.OrderBy(r => points[r][d])];
        double most = double.NegativeInfinity, left = 0;
        Cut? best = null;
        for (int i = 1; i < sorted.Length; i++)
        {
            left += values[sorted[i - 1]];
            double low = points[sorted[i - 1]][d], high = points[sorted[i]][d];
            if (low == high || i < SmallestLeaf || sorted.Length - i < SmallestLeaf) continue;
            double gain = Gain(left, i, sum, sorted.Length);
            if (gain > most) (most, best) = (gain, new Cut(d, (low + high) / 2, null));
        }
        return (most, best);
    }

    private (double Gain, Cut? Cut) OfCategories(Box box, int d, int[] rows, double sum)
    {
        (ulong Bit, double Sum, int Count)[] groups = [.. rows.GroupBy(r => (int)points[r][d])
            .Select(g => (1ul << g.Key, g.Sum(r => values[r]), g.Count())).OrderBy(g => g.Item2 / g.Item3)];
        ulong seen = groups.Aggregate(0ul, (all, g) => all | g.Bit), those = 0;
        double most = double.NegativeInfinity, left = 0;
        int count = 0;
        Cut? best = null;
        foreach (var group in groups.SkipLast(1))
        {
            (those, left, count) = (those | group.Bit, left + group.Sum, count + group.Count);
            if (count < SmallestLeaf || rows.Length - count < SmallestLeaf) continue;
            double gain = Gain(left, count, sum, rows.Length);
            // Categories that no row has go where more rows are.
            ulong unseen = box.CategoriesOf(d) & ~seen;
            if (gain > most)
                (most, best) = (gain, new Cut(d, 0, count > rows.Length - count ? those | unseen : those));
        }
        return (most, best);
    }

    private static double Gain(double left, int count, double sum, int all)
        => left * left / count + (sum - left) * (sum - left) / (all - count);

    private sealed record Cut(int Dimension, double Threshold, ulong? Categories);
}
