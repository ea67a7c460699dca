namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>How large the errors are, and how they are spread over rows, wave numbers, channels and steps.</summary>
/// <param name="tests">The tests, the main one first.</param>
/// <param name="options">Names and units.</param>
/// <param name="label">The true field's column.</param>
internal sealed class ErrorSections(IReadOnlyList<TestResult> tests, ReportOptions options, string label)
{
    private const int FewestRows = 5, MostBins = 30, FewestShells = 4;

    /// <summary>The numbers for a line of large ones.</summary>
    public IEnumerable<(string Name, string Value)> Facts()
    {
        FieldMetrics m = tests[0].Metrics;
        yield return ($"relative L2 error, {tests[0].Name}", Number(m.RelativeL2));
        foreach (TestResult more in tests.Skip(1))
            yield return ($"relative L2 error, {more.Name}", Number(more.Metrics.RelativeL2));
        if (m.Count > 1)
        {
            yield return ("median", Number(RankedRows.Quantile(m.Rows!, 0.5)));
            yield return ("worst", Number(RankedRows.Quantile(m.Rows!, 1)));
        }
        if (double.IsFinite(m.RelativeH1)) yield return ("relative H1 error", Number(m.RelativeH1));
    }

    public void Write(HtmlReport page)
    {
        page.Section("Errors").Table(["on", "rows", "relative L2", "median", "90 %", "worst", "relative H1", "largest",
            "R²"], tests.Select(Row));
        page.Charts(tests.SelectMany(Charts));
        foreach (TestResult test in tests.Where(t => t.Metrics.Channels.Count > 1))
            page.Details($"Channels{Of(test)}", ["channel", "relative L2", "nRMSE", "RMSE", "largest", "R²"],
                test.Metrics.Channels.Select((m, c) => Part($"{c + 1}", m)));
        foreach (TestResult test in tests.Where(t => t.Metrics.Rows is { Count: > 1 }))
            page.Details($"Worst rows{Of(test)}", ["row", "relative L2", "relative L1", "relative H1", "RMSE",
                "largest"], test.Metrics.WorstRows.Select(r => (IReadOnlyList<string>)[$"{r.Row}",
                Number(r.RelativeL2), Number(r.RelativeL1), Number(r.RelativeH1), Number(r.RootMeanSquaredError),
                Number(r.MaximumError)]));
    }

    private static IReadOnlyList<string> Row(TestResult test)
    {
        FieldMetrics m = test.Metrics;
        return [test.Name, $"{m.Count}", Number(m.RelativeL2),
            .. new[] { 0.5, 0.9, 1 }.Select(share => Number(RankedRows.Quantile(m.Rows!, share))),
            Number(m.RelativeH1), Number(m.MaximumError), Number(m.RSquared, 4)];
    }

    private static IReadOnlyList<string> Part(string name, FieldMetrics m)
        => [name, Number(m.RelativeL2), Number(m.NormalizedRmse), Number(m.RootMeanSquaredError),
            Number(m.MaximumError), Number(m.RSquared, 4)];

    private IEnumerable<ReportChart> Charts(TestResult test)
    {
        if (Distribution(test) is { } distribution) yield return distribution;
        if (test.Metrics.Steps.Count > 1) yield return Steps(test);
        for (int i = 0; i < test.Spectra.Length; i++)
            if (test.Spectra[i] is { } spectra && spectra.Full >= FewestShells)
                yield return Spectrum(test, test.Channels[i], spectra);
    }

    // Errors of very different size are sorted by their ratio.
    private ReportChart? Distribution(TestResult test)
    {
        double[] errors = [.. test.Metrics.Rows!.Select(r => r.RelativeL2).Where(double.IsFinite).Order()];
        if (errors.Length < FewestRows || errors[0] == errors[^1]) return null;
        bool isLogarithmic = errors[0] > 0 && errors[^1] > 20 * errors[0];
        Func<double, double> to = x => isLogarithmic ? Math.Log(x) : x, from = x => isLogarithmic ? Math.Exp(x) : x;
        int bins = Math.Clamp((int)Math.Ceiling(Math.Sqrt(errors.Length)), FewestRows, MostBins);
        double low = to(errors[0]), width = (to(errors[^1]) - low) / bins;
        var counts = new double[bins];
        foreach (double error in errors) counts[Math.Min(bins - 1, (int)((to(error) - low) / width))]++;
        double Edge(int i) => from(low + i * width);
        return new ReportChart($"Distribution of the errors{Of(test)}", new("relative L2 error", isLogarithmic),
            new("rows"), [.. Enumerable.Range(0, bins).Select(i => from(low + (i + 0.5) * width))],
            new ChartCurve("rows", counts))
        {
            HasBars = true,
            PlaceNames = [.. Enumerable.Range(0, bins).Select(i => $"{Number(Edge(i))} to {Number(Edge(i + 1))}")],
            Marks = [new(RankedRows.Quantile(test.Metrics.Rows!, 0.5), "median"),
                new(RankedRows.Quantile(test.Metrics.Rows!, 0.9), "90 %")],
        };
    }

    private ReportChart Steps(TestResult test) => new($"Error over the steps{Of(test)}", new("step"),
        new("relative error", true), [.. test.Metrics.Steps.Select((_, i) => i + 1.0)],
        new ChartCurve("relative L2", [.. test.Metrics.Steps.Select(s => s.RelativeL2)]),
        new ChartCurve("VRMSE", [.. test.Metrics.Steps.Select(s => s.VarianceScaledRmse)]));

    // A logarithmic axis cannot show shell 0, the mean.
    private ReportChart Spectrum(TestResult test, int channel, ChannelSpectra spectra)
    {
        double[] From1(IReadOnlyList<double> shells) => [.. shells.Take(spectra.Full).Skip(1)];
        string part = PartNames.Of(test.Field.Channels, options.FrameChannels, channel);
        string known = options.Units.GetValueOrDefault(label, "");
        string unit = known is "" or "dimensionless" ? ""
            : known.All(char.IsLetter) ? $" ({known}²)" : $" (({known})²)";
        return new ReportChart($"Spectrum{(part.Length > 0 ? $", {part}" : "")}{Of(test)}",
            new("wave number |k|, waves over the domain", true), new($"mean square{unit}", true),
            [.. Enumerable.Range(1, spectra.Full - 1).Select(k => (double)k)],
            new ChartCurve("truth", From1(spectra.Truth)), new ChartCurve("prediction", From1(spectra.Prediction)),
            new ChartCurve("error", From1(spectra.Error)));
    }

    private string Of(TestResult test) => tests.Count > 1 ? $", {test.Name}" : "";

    private static string Number(double value, int digits = 3)
        => double.IsNaN(value) ? "–" : ReportNumber.Text(value, digits);
}
