using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.NeuralOperators.Reports;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class LineChartTests
{
    [Fact]
    public void Equal_ratios_are_equal_distances()
    {
        (double X, double Y)[] points = Points(LineChart.Svg([("loss", [1, 0.1, 0.01])], "epoch"), 0);
        Assert.Equal(3, points.Length);
        Assert.Equal(points[1].Y - points[0].Y, points[2].Y - points[1].Y, 0.02);
        Assert.True(points[0].Y < points[1].Y, "larger numbers are higher up");
        Assert.Equal(points[1].X - points[0].X, points[2].X - points[1].X, 0.02);
    }

    [Fact]
    public void Curves_share_the_axes_and_are_named()
    {
        string svg = LineChart.Svg([("training", [1, 0.5]), ("validation", [2, 0.5, 0.25])], "epoch");
        Assert.Equal(Points(svg, 0)[1], Points(svg, 1)[1]);
        Assert.Contains(">training<", svg);
        Assert.Contains(">validation<", svg);
        Assert.Contains(">epoch<", svg);
    }

    [Fact]
    public void Numbers_without_a_logarithm_are_left_out_of_the_curve()
    {
        string svg = LineChart.Svg([("loss", [1, double.NaN, 0, -1, double.PositiveInfinity, 0.1])], "epoch");
        Assert.Equal(2, Points(svg, 0).Length);
        Assert.All(Points(svg, 0), p => Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y)));
        Assert.Equal("", LineChart.Svg([("loss", [0, double.NaN])], "epoch"));
        Assert.Equal("", LineChart.Svg([], "epoch"));
    }

    [Fact]
    public void A_single_number_is_drawn_within_the_chart()
    {
        var point = Assert.Single(Points(LineChart.Svg([("loss", [0.1])], "epoch"), 0));
        Assert.InRange(point.X, 72, 688);
        Assert.InRange(point.Y, 16, 264);
    }

    [Theory]
    [InlineData(0.1, 0.1, "0.1", "0.2")]
    [InlineData(0.33, 0.87, "0.2", "0.5", "1")]
    [InlineData(0.012, 0.95, "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1")]
    [InlineData(0.0003, 2, "1×10⁻⁴", "0.001", "0.01", "0.1", "1", "10")]
    public void The_axis_is_labelled_from_below_the_smallest_number_to_above_the_largest(double low, double high,
        params string[] labels)
        => Assert.Equal(labels,
            XElement.Parse(LineChart.Svg([("loss", [high, low])], "epoch")).Elements("line").Select(line =>
            ((XElement)line.NextNode!).Value));

    [Fact]
    public void The_chart_is_described_in_words()
        => Assert.Equal("loss by epoch, from 0.9 to 0.012",
            (string?)XElement.Parse(LineChart.Svg([("loss", [0.9, 0.5, 0.012])], "epoch")).Attribute("aria-label"));

    private static (double X, double Y)[] Points(string svg, int curve)
        => [.. XElement.Parse(svg).Elements("polyline").ElementAt(curve)
            .Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split(','))
            .Select(p => (double.Parse(p[0], CultureInfo.InvariantCulture),
            double.Parse(p[1], CultureInfo.InvariantCulture)))];
}
