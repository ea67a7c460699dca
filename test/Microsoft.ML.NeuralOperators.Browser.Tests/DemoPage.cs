namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>The page of made-up fields: what a trained operator's page has, without a training.</summary>
internal static class DemoPage
{
    /// <summary>Rows of both tests.</summary>
    public const int Samples = 40;

    /// <summary>The second grid is not square, so that a picture that is wrong in its proportions is seen.</summary>
    public static readonly (int Rows, int Columns)[] Grids = [(32, 32), (24, 60)];

    private static readonly MLContext Context = new(seed: 0);

    public static void Write(string path) => Page().Save(path);

    /// <summary>The scored rows of a grid.</summary>
    public static IDataView Rows((int Rows, int Columns) grid) => Context.NeuralOperators().LoadFields(
        ("a", Field("a", grid, (x, y, s) => Math.Sin(4 * x + s) + Math.Cos(5 * y - s) > 0 ? 12 : 3)),
        ("u", Field("u", grid, Pressure)), ("Score", Field("Score", grid, Predicted)));

    /// <summary>What Evaluate says of them.</summary>
    public static FieldMetrics Metrics((int Rows, int Columns) grid)
        => Context.NeuralOperators().Evaluate(Rows(grid), "u", options: new() { KeepRows = true });

    /// <summary>The true field.</summary>
    public static double Pressure(double x, double y, int sample)
        => 0.012 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * y) * (1 + 0.3 * Math.Sin(3 * x + sample));

    /// <summary>The predicted one, whose error grows from sample to sample.</summary>
    public static double Predicted(double x, double y, int sample)
        => Pressure(x, y, sample) * (1 + 0.001 * (2 + sample) * Math.Sin(9 * x + 2 * y))
            + 2e-6 * Math.Sin(40 * x) * Math.Cos(37 * y);

    /// <summary>Loss and validation error of an epoch, and its learning rate.</summary>
    public static (double Loss, double Error, double Rate) Epoch(int epoch)
        => (0.9 * Math.Exp(-0.3 * epoch) + 0.01, 0.7 * Math.Exp(-0.25 * epoch) + 0.02,
            1e-3 * (1 + Math.Cos(Math.PI * epoch / 15)) / 2);

    private static HtmlReport Page() => Context.NeuralOperators().Report(Rows(Grids[0]), "u", options: new()
    {
        Title = "Darcy flow: from permeability to pressure",
        Summary = "Made-up fields, for tests of the page.",
        Quantities = new Dictionary<string, string> { ["a"] = "permeability a", ["u"] = "pressure u" },
        Units = new Dictionary<string, string> { ["a"] = "m²", ["u"] = "Pa" },
        InputColumnNames = ["a"],
        TestName = "training grid",
        MoreTests = [new("oblong grid", Rows(Grids[1]))],
        Training = new TrainingReport("Fno", 572_661, 320, [32, 32], 0, "cpu, 2 workers", 123.4,
            [.. from e in Enumerable.Range(1, 15)
                select new EpochReport(e, Epoch(e).Loss, Epoch(e).Error, Epoch(e).Rate, 8)])
        {
            Versions = new Dictionary<string, string> { ["TorchSharp"] = "0.107.0" },
            Fields = [new("a", 1, [32, 32], 7.5, 4.5, 3, 12), new("u", 1, [32, 32], 0.005, 0.003, 0, 0.015)],
        },
        Architecture = new FnoOptions { Modes = [8, 8], Channels = 24 },
        TrainingOptions = new TrainingOptions { Epochs = 15, BatchSize = 4, Seed = 0 },
        Milliseconds = 5.07,
        Data = "320 made-up samples.",
    });

    private static FieldSamples Field(string name, (int Rows, int Columns) grid, Func<double, double, int,
        double> value)
        => new(name, 1, [grid.Rows, grid.Columns], [.. from s in Enumerable.Range(0, Samples)
            from y in Enumerable.Range(0, grid.Rows)
            from x in Enumerable.Range(0, grid.Columns)
            select (float)value((x + 0.5) / grid.Columns, (y + 0.5) / grid.Rows, s)]);
}
