using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class PngImageTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(1, 100)]
    [InlineData(257, 129)]
    public void Pixels_come_back(int width, int height)
    {
        var rgb = new byte[3 * width * height];
        new Random(width).NextBytes(rgb);
        var image = Png.Decode(PngImage.Encode(width, height, rgb));
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal(rgb, image.Rgb);
    }

    [Fact]
    public void Another_number_of_bytes_is_refused()
        => Assert.Contains("Expected 12 bytes, got 11",
            Assert.Throws<ArgumentException>(() => PngImage.Encode(2, 2, new byte[11])).Message);

    [Fact]
    public void Colours_of_a_palette_come_back_with_holes()
    {
        var image = Png.Decode(PngImage.Encode(3, 1, [2, 0, 1], [0, 0, 0, 10, 20, 30, 40, 50, 60]));
        Assert.Equal([40, 50, 60, 0, 0, 0, 10, 20, 30], image.Rgb);
        Assert.Equal([false, true, false], image.Holes);
        Assert.Contains("Expected 3 bytes, got 2",
            Assert.Throws<ArgumentException>(() => PngImage.Encode(3, 1, [0, 1], [0, 0, 0])).Message);
    }
}
