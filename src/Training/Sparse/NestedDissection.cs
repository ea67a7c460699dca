namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>Unknowns that are eliminated together.</summary>
/// <param name="Unknowns">A separator, or what is left between separators.</param>
/// <param name="Children">Indices of the parts that the separator keeps apart.</param>
internal sealed record Dissection(int[] Unknowns, int[] Children);

/// <summary>
/// An order of elimination that keeps factors small (George 1973): the unknowns of a plane are split by a few of
/// them, the separator, which come last, and the two parts in the same way. A separator is where a straight line
/// across the longer side, or else across the other, meets few unknowns.
/// </summary>
internal static class NestedDissection
{
    private const int LeafSize = 24, Samples = 512;
    // Of the coordinates.
    private static readonly double[] Shares = [0.46, 0.5, 0.54];

    /// <summary>The parts, each after its children.</summary>
    /// <param name="pattern">Which points meet.</param>
    /// <param name="x">First coordinate of each point.</param>
    /// <param name="y">Second coordinate of each point.</param>
    public static List<Dissection> Order(SparsePattern pattern, double[] x, double[] y)
    {
        var parts = new List<Dissection>();
        // Which side of the present cut a point is on: 0 is outside.
        var side = new byte[pattern.Size];
        Split([.. Enumerable.Range(0, pattern.Size)]);
        return parts;

        int Split(int[] points)
        {
            (int[] Left, int[] Right, int[] Separator)? best = null;
            if (points.Length > LeafSize)
            {
                double[] longer = Extent(points, x) >= Extent(points, y) ? x : y, shorter = longer == x ? y : x;
                best = Best(points, longer) ?? Best(points, shorter);
            }
            int[] children = best is { } found
                ? [.. new[] { found.Left, found.Right }.Where(part => part.Length > 0).Select(Split)] : [];
            parts.Add(new Dissection(best?.Separator ?? points, children));
            return parts.Count - 1;
        }

        (int[] Left, int[] Right, int[] Separator)? Best(int[] points, double[] axis)
        {
            (int[], int[], int[])? best = null;
            double least = double.PositiveInfinity;
            foreach (double cut in Cuts(points, axis))
            {
                var trial = Cut(points, axis, cut);
                double cost = Cost(trial);
                if (cost < least) (best, least) = (trial, cost);
            }
            return best;
        }

        (int[] Left, int[] Right, int[] Separator) Cut(int[] points, double[] axis, double cut)
        {
            foreach (int p in points) side[p] = axis[p] < cut ? (byte)1 : (byte)2;
            List<int> left = [], right = [], separator = [];
            foreach (int p in points)
            {
                bool meets = false;
                foreach (int q in pattern.Row(p)) meets |= side[q] == 2;
                (side[p] == 2 ? right : meets ? separator : left).Add(p);
            }
            foreach (int p in points) side[p] = 0;
            return ([.. left], [.. right], [.. separator]);
        }
    }

    // Some of the middle coordinates, and the next two lines of points: an element's points lie on several.
    private static IEnumerable<double> Cuts(int[] points, double[] axis)
    {
        // Here and there, so that none of the lines of a grid is preferred.
        int step = (points.Length + Samples - 1) / Samples;
        double[] places = [.. Enumerable.Range(0, points.Length / step)
            .Select(i => axis[points[i * step + (int)(i * 7919L % step)]]).Order()];
        double middle = places[places.Length / 2], next = Next(places, middle);
        return Shares.Select(share => places[(int)(share * places.Length)]).Append(next).Append(Next(places, next))
            .Distinct();
    }

    private static double Next(double[] places, double from)
        => Array.Find(places, place => place > from) is var next && next > from ? next : from;

    private static double Extent(int[] points, double[] axis)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (int p in points) (least, most) = (Math.Min(least, axis[p]), Math.Max(most, axis[p]));
        return most - least;
    }

    // The separator's work, and more of it the more uneven the parts are.
    private static double Cost((int[] Left, int[] Right, int[] Separator) cut)
    {
        double all = cut.Left.Length + cut.Right.Length + cut.Separator.Length;
        double uneven = Math.Abs(cut.Left.Length - cut.Right.Length) / all;
        return cut.Left.Length == 0 || cut.Right.Length == 0 ? double.PositiveInfinity
            : cut.Separator.Length * (1 + 2 * uneven);
    }
}
