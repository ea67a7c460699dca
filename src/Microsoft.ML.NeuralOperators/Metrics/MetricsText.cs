using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>Metrics as text: a line, then a table of what is known beside it.</summary>
internal static class MetricsText
{
    private const int Most = 12;

    public static string Of(FieldMetrics m)
    {
        string rSquared = Math.Abs(m.RSquared) < 1000 ? Invariant($"{m.RSquared:f5}") : Invariant($"{m.RSquared:g4}");
        string line = Invariant($"relative L2 {m.RelativeL2:g4}, relative H1 {m.RelativeH1:g4}, max ")
            + Invariant($"{m.MaximumError:g4}, RMSE {m.RootMeanSquaredError:g4}, R² {rSquared} ({m.Count} samples)");
        return string.Join(Environment.NewLine, [line, .. Errors(m), .. Intervals(m), .. Table("channel", m.Channels),
            .. Table("step", m.Steps), .. Rows(m)]);
    }

    private static IEnumerable<string> Errors(FieldMetrics m)
    {
        (string Name, double Value)[] known = [.. new (string, double Value)[]
        {
            ("relative L1", m.RelativeL1), ("nRMSE", m.NormalizedRmse), ("VRMSE", m.VarianceScaledRmse),
            ("bRMSE", m.BoundaryRmse), ("cRMSE", m.ConservedRmse), ("fRMSE low", m.FourierRmse.Low),
            ("mid", m.FourierRmse.Middle), ("high", m.FourierRmse.High),
        }.Where(k => !double.IsNaN(k.Value))];
        if (known.Length > 0)
            yield return "  " + string.Join(", ", known.Select(k => Invariant($"{k.Name} {k.Value:g4}")));
    }

    private static IEnumerable<string> Intervals(FieldMetrics m)
    {
        if (m.Intervals is not { } i) yield break;
        yield return Invariant($"  {i.Confidence:p0} intervals: relative L2 {Text(i.RelativeL2)}, RMSE ")
            + $"{Text(i.RootMeanSquaredError)}, nRMSE {Text(i.NormalizedRmse)}, R² {Text(i.RSquared)}";

        static string Text(ConfidenceInterval interval) => Invariant($"{interval.Lower:g4} to {interval.Upper:g4}");
    }

    private static IEnumerable<string> Table(string of, IReadOnlyList<FieldMetrics> parts)
    {
        if (parts.Count < 2) yield break;
        yield return $"  {of,-8}{"relative L2",12}{"nRMSE",12}{"VRMSE",12}{"RMSE",12}{"max",12}{"R²",12}";
        for (int i = 0; i < Math.Min(parts.Count, Most); i++)
            yield return Invariant($"  {i,-8}{parts[i].RelativeL2,12:g4}{parts[i].NormalizedRmse,12:g4}")
                + Invariant($"{parts[i].VarianceScaledRmse,12:g4}{parts[i].RootMeanSquaredError,12:g4}")
                + Invariant($"{parts[i].MaximumError,12:g4}{parts[i].RSquared,12:g4}");
        if (parts.Count > Most) yield return $"  and {parts.Count - Most} more";
    }

    private static IEnumerable<string> Rows(FieldMetrics m)
    {
        if (m.WorstRows.Count > 0)
            yield return "  worst rows: "
                + string.Join(", ", m.WorstRows.Select(r => Invariant($"{r.Row} ({r.RelativeL2:g4})")));
        if (m.ZeroTruthRows.Count > 0)
            yield return $"  truth of zero, left out of relative errors: {Counted(m.ZeroTruthRows)}";
        if (m.EmptyRows.Count > 0) yield return $"  no point counts: {Counted(m.EmptyRows)}";
        foreach (NonFiniteNumber number in m.NonFinite.Take(Most)) yield return $"  {number}";
        if (m.NonFinite.Count > Most) yield return $"  and {m.NonFinite.Count - Most} more";
    }

    private static string Counted(IReadOnlyList<int> rows)
        => $"{rows.Count} row{(rows.Count == 1 ? "" : "s")}: {string.Join(", ", rows.Take(Most))}"
        + (rows.Count > Most ? ", …" : "");
}
