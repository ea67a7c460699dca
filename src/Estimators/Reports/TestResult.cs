using Microsoft.ML.NeuralOperators.Metrics;
using Microsoft.ML.NeuralOperators.Views;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Errors of scored rows, their spectra, and some rows themselves.</summary>
internal sealed class TestResult
{
    // What a page of one to two megabytes holds.
    private const int MostCells = 120_000, FewestSamples = 3, MostParts = 4;

    private TestResult(string name, FieldColumn field, FieldMetrics metrics, int[] channels, ReportRow[] rows,
        ChannelSpectra?[] spectra)
        => (Name, Field, Metrics, Channels, Rows, Spectra) = (name, field, metrics, channels, rows, spectra);

    public string Name { get; }

    /// <summary>The predicted field.</summary>
    public FieldColumn Field { get; }

    /// <summary>The errors, with those of every row.</summary>
    public FieldMetrics Metrics { get; }

    /// <summary>The channels that are shown: of many the first, the last and some between.</summary>
    public int[] Channels { get; }

    /// <summary>The rows that are shown, from the worst to the best.</summary>
    public ReportRow[] Rows { get; }

    /// <summary>A spectrum for every shown channel; null on point sets and where all rows have holes.</summary>
    public ChannelSpectra?[] Spectra { get; }

    public static TestResult Read(MLContext context, ReportTest test, string label, string score,
        IReadOnlyList<string> inputs, ReportOptions options)
    {
        FieldMetrics metrics = context.NeuralOperators().Evaluate(test.Scored, label, score, new EvaluationOptions
        {
            KeepRows = true,
            FrameChannels = options.FrameChannels,
            IgnoreMissing = options.IgnoreMissing,
        });
        FieldColumn field = new EvaluatedColumns(test.Scored.Schema, label, score, null).Field;
        int cells = Cells(field), samples = options.Samples, parts = Math.Min(MostParts, field.Channels);
        while (samples * parts * cells > MostCells && parts > 1) parts--;
        while (samples * cells > MostCells && samples > FewestSamples) samples--;
        int[] channels = [.. Enumerable.Range(0, parts)
            .Select(i => parts == 1 ? 0 : i * (field.Channels - 1) / (parts - 1))];
        (string Name, RowErrors Errors)[] ranked = [.. RankedRows.Choose(metrics.Rows!, samples)];
        using var reader = new RowReader(test.Scored,
            [label, score, .. inputs, .. options.PlacesColumnName is { } places ? [places] : Array.Empty<string>()]);
        var spectra = new SpectraReader(field, channels);
        var rows = new Dictionary<int, float[][]>();
        for (int row = 0; reader.Read(); row++)
        {
            spectra.Add(reader.Values(0), reader.Values(1));
            if (ranked.Any(r => r.Errors.Row == row)) rows[row] = reader.Copy();
        }
        return new TestResult(test.Name, field, metrics, channels,
            [.. ranked.Select(r => new ReportRow(r.Name, r.Errors, rows[r.Errors.Row], inputs.Count))],
            spectra.Results());
    }

    private static int Cells(FieldColumn field)
    {
        if (field.Points is not null || field.Grid.Length < 2) return field.Grid.Aggregate(1, (p, n) => p * n);
        int step = CellPicture.Step(field.Grid[^2], field.Grid[^1]);
        return field.Grid[^2] / step * (field.Grid[^1] / step);
    }
}

/// <summary>A row that is shown.</summary>
/// <param name="Name">Its place among the others, such as "Worst".</param>
/// <param name="Errors">Its errors.</param>
/// <param name="Values">Truth, prediction, inputs and places, as the columns hold them.</param>
/// <param name="InputCount">How many of the values are inputs.</param>
internal sealed record ReportRow(string Name, RowErrors Errors, float[][] Values, int InputCount)
{
    public float[] Truth => Values[0];

    public float[] Prediction => Values[1];

    public float[] Input(int index) => Values[2 + index];

    public float[]? Places => Values.Length > 2 + InputCount ? Values[^1] : null;
}
