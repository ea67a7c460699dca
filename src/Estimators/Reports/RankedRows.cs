namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Rows that stand for all others: quantiles of the error.</summary>
internal static class RankedRows
{
    // The most telling first; what comes after them are further ones among the worst.
    private static readonly (double Share, string Name)[] Quantiles =
        [(1, "Worst"), (0, "Best"), (0.5, "Median"), (0.9, "90 %"), (0.75, "75 %"), (0.25, "25 %")];

    /// <summary>Some rows, from the worst to the best. Where none has a relative error, the plain one counts.</summary>
    public static IEnumerable<(string Name, RowErrors Errors)> Choose(IReadOnlyList<RowErrors> rows, int count)
    {
        RowErrors[] sorted = [.. rows.Where(r => !double.IsNaN(r.RelativeL2)).OrderBy(r => r.RelativeL2)];
        if (sorted.Length == 0)
            sorted = [.. rows.Where(r => !double.IsNaN(r.RootMeanSquaredError)).OrderBy(r => r.RootMeanSquaredError)];
        int last = sorted.Length - 1;
        if (last < 0) return [];
        IEnumerable<(int Rank, string Name)> wanted = Quantiles
            .Select(q => ((int)Math.Round(q.Share * last), q.Name))
            .Concat(Enumerable.Range(1, last).Select(i => (last - i, $"Worst but {i}")));
        return wanted.DistinctBy(w => w.Rank).Take(count).OrderByDescending(w => w.Rank)
            .Select(w => (w.Name, sorted[w.Rank]));
    }

    /// <summary>A quantile of the rows' relative L2 errors, interpolated as NumPy does; NaN without any.</summary>
    public static double Quantile(IReadOnlyList<RowErrors> rows, double share)
    {
        double[] sorted = [.. rows.Select(r => r.RelativeL2).Where(e => !double.IsNaN(e)).Order()];
        if (sorted.Length == 0) return double.NaN;
        double at = share * (sorted.Length - 1);
        int below = (int)at, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] == sorted[above] ? sorted[below]
            : sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
