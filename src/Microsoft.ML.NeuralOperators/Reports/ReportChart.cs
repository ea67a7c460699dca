namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Curves or bars over a common axis, for <see cref="HtmlReport.Charts"/>. The page shows the values under the pointer,
/// steps through them with the arrow keys, and has them as a table, too.
/// </summary>
/// <param name="Title">What is seen.</param>
/// <param name="X">The axis from left to right.</param>
/// <param name="Y">The axis from bottom to top.</param>
/// <param name="Places">The values' places on <paramref name="X"/>, ascending; places of points may be equal.</param>
/// <param name="Curves">
/// The curves, each with a value for every place. NaN, and on logarithmic axes what is not positive, is left out.
/// </param>
public sealed record ReportChart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<double> Places,
    params IReadOnlyList<ChartCurve> Curves)
{
    /// <summary>
    /// A second axis at the right, for curves with <see cref="ChartCurve.IsRight"/>; null without one.
    /// </summary>
    public ChartAxis? Right { get; init; }

    /// <summary>Whether the values are bars around their places, as in a histogram. Default false: curves.</summary>
    public bool HasBars { get; init; }

    /// <summary>Places that are worth a line and a word.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>What the places are called, such as "0.1 to 0.2"; null for their numbers.</summary>
    public IReadOnlyList<string>? PlaceNames { get; init; }

    /// <summary>
    /// What a place stands for elsewhere on the page, such as a trial, or null for nothing: choosing it here shows it
    /// there.
    /// </summary>
    internal IReadOnlyList<int?>? Keys { get; init; }
}

/// <summary>An axis of a <see cref="ReportChart"/>.</summary>
/// <param name="Label">What it measures, with the unit.</param>
/// <param name="IsLogarithmic">Whether equal ratios are equal distances.</param>
public sealed record ChartAxis(string Label, bool IsLogarithmic = false)
{
    /// <summary>The texts at 0, 1, 2, …, such as names of categories; null for numbers.</summary>
    public IReadOnlyList<string>? Names { get; init; }
}

/// <summary>A curve of a <see cref="ReportChart"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">A value for every place.</param>
public sealed record ChartCurve(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Whether it belongs to the axis at the right.</summary>
    public bool IsRight { get; init; }

    /// <summary>How it is drawn. Default a line.</summary>
    public ChartShape Shape { get; init; }
}

/// <summary>How a <see cref="ChartCurve"/> is drawn.</summary>
public enum ChartShape
{
    /// <summary>A line from value to value.</summary>
    Line,
    /// <summary>Steps: each value is kept until the next one; missing values change nothing.</summary>
    Steps,
    /// <summary>Single points.</summary>
    Points,
}

/// <summary>A place of a <see cref="ReportChart"/> that is marked.</summary>
/// <param name="Place">Where.</param>
/// <param name="Label">The word at it.</param>
public sealed record ChartMark(double Place, string Label);
