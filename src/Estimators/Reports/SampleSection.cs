namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Rows as pictures or curves: inputs, truth, prediction, error.</summary>
internal sealed class SampleSection(TestResult test, IReadOnlyList<FieldColumn> inputs, ReportOptions options,
    string label)
{
    public void Write(HtmlReport page, string heading)
    {
        FieldComparison[] shown = [.. from row in test.Rows
                                      from channel in test.Channels
                                      let sample = Comparison(row, channel)
                                      where sample is not null
                                      select sample];
        if (shown.Length == 0) return;
        page.Section(heading).Paragraph(Lead()).Samples(shown);
    }

    private string Lead()
    {
        int[] grid = test.Field.Grid;
        string size = test.Field.IsVarying ? "" : test.Field.Points is not null ? $" Every row has {grid[0]} points."
            : $" The grid has {string.Join("×", grid)} points.";
        string slice = Slices > 1 ? " Of every volume the slice in the middle of the first axis is shown." : "";
        int step = test.Field.Points is null && grid.Length > 1 ? CellPicture.Step(grid[^2], grid[^1]) : 1;
        string thinned = step > 1 ? $" Every {Ordinal(step)} row and column is shown." : "";
        string some = test.Channels.Length < test.Field.Channels
            ? $" {test.Channels.Length} of {test.Field.Channels} channels are shown." : "";
        string colours = test.Field.Points is not null || grid.Length > 1
            ? " Truth and prediction share one colour scale; the error has its own around zero." : "";
        return $"{test.Rows.Length} of {test.Metrics.Count} rows, by their relative L2 error."
            + $"{colours}{size}{slice}{thinned}{some}";
    }

    private static string Ordinal(int n) => n switch { 2 => "2nd", 3 => "3rd", _ => $"{n}th" };

    private int Slices => test.Field.Points is null && test.Field.Grid.Length == 3 ? test.Field.Grid[0] : 1;

    private FieldComparison? Comparison(ReportRow row, int channel)
    {
        int points = row.Truth.Length / test.Field.Channels;
        float[] truth = Slice(row.Truth, channel, points), prediction = Slice(row.Prediction, channel, points);
        int[]? order = null;
        PointPlaces? places = null;
        if (test.Field.Points is not null)
        {
            if (row.Places is not { } at || at.Length % points != 0) return null;
            // Places on a line have an order, in which the field is a curve.
            if (at.Length == points)
                order = [.. Enumerable.Range(0, points).OrderBy(i => at[i])];
            else places = new PointPlaces(at[..points], at[points..(2 * points)]);
        }
        float[] Ordered(float[] values) => order is null ? values : [.. order.Select(i => values[i])];
        int rows = test.Field.Points is null && test.Field.Grid.Length > 1 ? test.Field.Grid[^2] : 1;
        return new FieldComparison($"{row.Name}: row {row.Errors.Row}", Quantity(label), Ordered(truth),
            Ordered(prediction), rows, truth.Length / rows)
        {
            Note = double.IsNaN(row.Errors.RelativeL2) ? $"RMSE {ReportNumber.Text(row.Errors.RootMeanSquaredError)}"
                : $"relative L2 {ReportNumber.Text(row.Errors.RelativeL2)}",
            Part = PartNames.Of(test.Field.Channels, options.FrameChannels, channel),
            Unit = Unit(label),
            Places = places,
            Inputs = [.. inputs.Index().Select(i => Input(row.Input(i.Index), i.Item, points, rows, places, Ordered))
                .OfType<FieldPanel>()],
        };
    }

    // Inputs at the output's points are shown, the first channel of each.
    private FieldPanel? Input(float[] values, FieldColumn input, int points, int rows, PointPlaces? places,
        Func<float[], float[]> ordered)
    {
        if (values.Length != points * input.Channels) return null;
        float[] shown = ordered(Slice(values, 0, points));
        string caption = input.Channels > 1 ? $"input, channel 1 of {input.Channels}" : "input";
        return new FieldPanel(Quantity(input.Name), Unit(input.Name), ColorMap.Greys,
            new FieldImage(caption, shown, rows, shown.Length / rows) { Places = places });
    }

    private float[] Slice(float[] values, int channel, int points)
    {
        int size = points / Slices, start = channel * points + Slices / 2 * size;
        return values[start..(start + size)];
    }

    private string Quantity(string column) => options.Quantities.GetValueOrDefault(column, column);

    private string Unit(string column) => options.Units.GetValueOrDefault(column, "");
}
