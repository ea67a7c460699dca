using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Reports;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class ReportChartTests
{
    private static readonly ReportChart Chart = new("Loss", new("epoch"), new("loss", IsLogarithmic: true), [1, 2, 3],
        new ChartCurve("training", [0.5, 0, double.NaN]), new ChartCurve("rate", [0.1, 0, 0.2]) { IsRight = true })
    {
        Right = new("learning rate"),
    };

    /// <summary>Zero has no logarithm, but a place on the linear axis at the right.</summary>
    [Fact]
    public void Numbers_without_a_place_on_their_axis_are_left_out()
    {
        JsonElement data = Data(Chart);
        JsonElement[] curves = [.. data.GetProperty("curves").EnumerateArray()];
        Assert.Equal(["0.5", "", ""], Values(curves[0]));
        Assert.Equal(["0.1", "0", "0.2"], Values(curves[1]));
        Assert.False(curves[0].TryGetProperty("right", out _));
        Assert.True(curves[1].GetProperty("right").GetBoolean());
    }

    [Fact]
    public void All_numbers_are_in_the_table()
        => Assert.Equal(["epoch", "training", "rate", "1", "0.5", "0.1", "2", "0", "0", "3", "–", "0.2"],
            Regex.Matches(ChartMarkup.Html(Chart), "<t[hd](?: [^>]*)?>([^<]*)<").Select(m => m.Groups[1].Value));

    [Fact]
    public void Long_tables_are_thinned_and_charts_are_not()
    {
        double[] many = [.. Enumerable.Range(1, 1001).Select(i => (double)i)];
        var chart = new ReportChart("Loss", new("epoch"), new("loss"), many, new ChartCurve("training", many));
        Assert.Equal(1 + (1001 + 5) / 6, Regex.Count(ChartMarkup.Html(chart), "<tr>"));
        Assert.Equal(1001, Data(chart).GetProperty("x").GetArrayLength());
    }

    [Fact]
    public void Curves_of_another_length_are_refused()
    {
        Assert.Contains("curve 'c' has 1 values, expected 2", Assert.Throws<ArgumentException>(() => new HtmlReport("t")
            .Charts(new ReportChart("Loss", new("x"), new("y"), [1, 2], new ChartCurve("c", [1])))).Message);
        Assert.Contains("has 1 names of places, expected 2", Assert.Throws<ArgumentException>(() => new HtmlReport("t")
            .Charts(new ReportChart("Loss", new("x"), new("y"), [1, 2]) { PlaceNames = ["one"] })).Message);
    }

    private static JsonElement Data(ReportChart chart) => JsonDocument.Parse(Regex.Match(ChartMarkup.Html(chart),
        "<script type=\"application/json\">(.*?)</script>").Groups[1].Value).RootElement;

    private static IEnumerable<string> Values(JsonElement curve)
        => curve.GetProperty("values").EnumerateArray().Select(v => v.ToString());
}
