using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class ColorMapTests
{
    [Fact]
    public void Ends_are_the_published_ones()
    {
        Assert.Equal((68, 1, 84), ColorMap.Viridis.At(0));
        Assert.Equal((253, 231, 37), ColorMap.Viridis.At(1));
        Assert.Equal((33, 102, 172), ColorMap.BlueRed.At(0));
        Assert.Equal((247, 247, 247), ColorMap.BlueRed.At(0.5));
        Assert.Equal((178, 24, 43), ColorMap.BlueRed.At(1));
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1.1, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Numbers_outside_get_the_nearest_end(double value, double end)
        => Assert.Equal(ColorMap.Viridis.At(end), ColorMap.Viridis.At(value));

    [Fact]
    public void Colours_between_are_mixed() => Assert.Equal((70, 20, 102), ColorMap.Viridis.At(0.5 / 9));

    /// <summary>What makes it readable in print and for the colour-blind.</summary>
    [Fact]
    public void Viridis_grows_lighter_throughout()
        => Rule.Holds(Rule.Number(0, 0.98), x => Assert.True(Lightness(x) < Lightness(x + 0.02), $"at {x}"));

    private static double Lightness(double value)
    {
        var (r, g, b) = ColorMap.Viridis.At(value);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }
}
