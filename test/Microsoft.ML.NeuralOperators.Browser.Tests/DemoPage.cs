using DarcyFlow;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>The demo's page of made-up fields: what the demo writes, without its training.</summary>
internal static class DemoPage
{
    private const int Samples = 3;

    public static void Write(string path)
    {
        var operators = new MLContext(seed: 0).NeuralOperators();
        // The second grid is not square, so that a picture that is wrong in its proportions is seen.
        DarcyScores[] scores = [.. new[] { (32, 32), (24, 60) }.Select(grid =>
        {
            IDataView rows = operators.LoadFields(
                ("a", Field("a", grid, (x, y, s) => Math.Sin(4 * x + s) + Math.Cos(5 * y - s) > 0 ? 12 : 3)),
                ("u", Field("u", grid, Pressure)),
                ("Score", Field("Score", grid, (x, y, s) => Pressure(x, y, s) * (1 + 0.02 * Math.Sin(9 * x)))));
            return new DarcyScores(rows, operators.Evaluate(rows, "u"));
        })];
        var training = new TrainingReport("Mgno", 572_661, 320, [32, 32], 0, "cpu, 2 workers", 123.4,
            [.. Enumerable.Range(1, 15)
                .Select(e => new EpochReport(e, 0.9 * Math.Exp(-0.3 * e) + 0.01, null, 1e-3, 8))]);
        DarcyReport.Write(path,
            new DarcyResult("320 generated samples at 32×32, 3 for testing", "dimensionless", training,
            scores[0], scores[1], 5.07, "CPUExecutionProvider"));
    }

    private static double Pressure(double x, double y, int sample)
        => 0.012 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * y) * (1 + 0.3 * Math.Sin(3 * x + sample));

    private static FieldSamples Field(string name, (int Rows, int Columns) grid, Func<double, double, int,
        double> value)
        => new(name, 1, [grid.Rows, grid.Columns], [.. from s in Enumerable.Range(0, Samples)
            from y in Enumerable.Range(0, grid.Rows)
            from x in Enumerable.Range(0, grid.Columns)
            select (float)value((x + 0.5) / grid.Columns, (y + 0.5) / grid.Rows, s)]);
}
