namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>Fields that are no plane grid: on a line, on points of the plane, in several steps.</summary>
internal static class OtherFields
{
    /// <summary>Points of the set.</summary>
    public const int Count = 150;

    /// <summary>Points of the line.</summary>
    public const int Length = 40;

    // A spiral: no two points are close.
    private static readonly PointPlaces Places = new(
        [.. Enumerable.Range(0, Count).Select(i => (float)(2 * Math.Sqrt(i) * Math.Cos(2.4 * i)))],
        [.. Enumerable.Range(0, Count).Select(i => (float)(Math.Sqrt(i) * Math.Sin(2.4 * i)))]);

    public static HtmlReport Page() => new HtmlReport("Other fields")
        .Section("Line").Samples(Line("Worst: row 1", 1.1f), Line("Best: row 0", 1.01f))
        .Section("Points").Samples(Field("Worst: row 3", Count, i => Places.X[i] + 10, 1.02f) with { Places = Places })
        .Section("Steps").Samples([.. from step in Enumerable.Range(1, 3)
            select Field("Worst: row 2", 48, i => i + 100 * step, 1.01f) with
            {
                Rows = 6,
                Columns = 8,
                Part = $"step {step}",
            }]);

    /// <summary>The true field on the line.</summary>
    public static double Wave(int point) => Math.Sin(point / 5.0);

    private static FieldComparison Line(string name, float factor) => Field(name, Length, Wave, factor);

    private static FieldComparison Field(string name, int count, Func<int, double> value, float factor)
        => new(name, "u", [.. Enumerable.Range(0, count).Select(i => (float)value(i))],
            [.. Enumerable.Range(0, count).Select(i => factor * (float)value(i))], 1, count);
}
