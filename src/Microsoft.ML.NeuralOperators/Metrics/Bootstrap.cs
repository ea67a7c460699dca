namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>Confidence intervals by the percentile bootstrap: rows are drawn anew, as many as there are.</summary>
internal static class Bootstrap
{
    public static MetricIntervals Intervals(IReadOnlyList<RowSums> rows, EvaluationOptions options)
    {
        var random = new SeededRandom(options.Seed, SeedUse.Resampling);
        double[][] draws = [.. Enumerable.Range(0, 7).Select(_ => new double[options.BootstrapDraws])];
        for (int draw = 0; draw < options.BootstrapDraws; draw++)
        {
            double[] metrics = Draw(rows, random);
            for (int i = 0; i < metrics.Length; i++) draws[i][draw] = metrics[i];
        }
        ConfidenceInterval[] intervals = [.. draws.Select(values => Interval(values, options.Confidence))];
        return new MetricIntervals(options.Confidence, options.BootstrapDraws)
        {
            RelativeL1 = intervals[0],
            RelativeL2 = intervals[1],
            RelativeH1 = intervals[2],
            RootMeanSquaredError = intervals[3],
            NormalizedRmse = intervals[4],
            VarianceScaledRmse = intervals[5],
            RSquared = intervals[6],
        };
    }

    private static double[] Draw(IReadOnlyList<RowSums> rows, SeededRandom random)
    {
        RelativeMean l1 = default, l2 = default, h1 = default, normalized = default, scaled = default;
        Variation truth = default;
        double squares = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            RowSums row = rows[random.Next(rows.Count)];
            if (row.HasScale)
            {
                l1.Add(row.Errors.RelativeL1);
                l2.Add(row.Errors.RelativeL2);
                h1.Add(row.Errors.RelativeH1);
            }
            normalized.Add(row.Normalized);
            scaled.Add(row.Scaled);
            truth.Join(row.Truth);
            squares += row.Squares;
        }
        return [l1.Value, l2.Value, h1.Value, Math.Sqrt(squares / truth.Count), normalized.Value, scaled.Value,
            truth.RSquared(squares)];
    }

    // Quantiles between two draws are interpolated, as NumPy does by default.
    private static ConfidenceInterval Interval(double[] values, double confidence)
    {
        if (values.Any(double.IsNaN)) return new(double.NaN, double.NaN);
        Array.Sort(values);
        return new(Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2));

        double Quantile(double share)
        {
            double at = share * (values.Length - 1);
            int below = (int)at, above = Math.Min(below + 1, values.Length - 1);
            return values[below] == values[above] ? values[below]
                : values[below] + (at - below) * (values[above] - values[below]);
        }
    }
}
