using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class FieldImageTests
{
    [Fact]
    public void Cells_become_squares_with_the_first_row_at_the_top()
    {
        // [2, 3] cells of 85 pixels.
        var image = Field(FieldImage.Html([0, 1, 2, 3, 4, 5], 2, 3, "field", ColorMap.Viridis));
        Assert.Equal((3 * 85, 2 * 85), (image.Width, image.Height));
        for (int y = 0; y < image.Height; y++)
            for (int x = 0; x < image.Width; x++)
                Assert.Equal(ColorMap.Viridis.At((y / 85 * 3 + x / 85) / 5.0), Pixel(image, x, y));
    }

    [Fact]
    public void A_given_range_decides_colours_and_the_numbers_of_the_bar()
    {
        string html = FieldImage.Html([0.25f], 1, 1, "field", ColorMap.BlueRed, (-0.5, 0.5));
        Assert.Equal(ColorMap.BlueRed.At(0.75), Pixel(Field(html), 0, 0));
        Assert.Contains("<span>5e-1</span>", html);
        Assert.Contains("<span>-5e-1</span>", html);
    }

    [Fact]
    public void A_constant_field_is_drawn() => Assert.Equal(ColorMap.Viridis.At(0), Pixel(Field(FieldImage.Html([7, 7], 1, 2, "flat", ColorMap.Viridis)), 0, 0));

    /// <summary>One bad number is dark; it does not take the colours of all others.</summary>
    [Fact]
    public void Numbers_that_are_not_finite_do_not_hide_the_others()
    {
        float[] values = [float.NaN, 1, 3, float.PositiveInfinity];
        Assert.Equal((1, 3), FieldImage.Range(values));
        var image = Field(FieldImage.Html(values, 1, 4, "field", ColorMap.Viridis));
        Assert.Equal([0, 0, 1, 1], Enumerable.Range(0, 4).Select(i => Array.FindIndex([0.0, 1.0], end => ColorMap.Viridis.At(end) == Pixel(image, i * 64, 0))));
    }

    [Fact]
    public void Large_fields_keep_one_pixel_a_cell()
    {
        var image = Field(FieldImage.Html(new float[300 * 2], 300, 2, "long", ColorMap.Viridis));
        Assert.Equal((2, 300), (image.Width, image.Height));
    }

    private static (int Width, int Height, byte[] Rgb) Field(string html)
        => Png.Decode(Convert.FromBase64String(Regex.Match(html, "base64,([^\"]*)\"").Groups[1].Value));

    private static (byte, byte, byte) Pixel((int Width, int Height, byte[] Rgb) image, int x, int y)
    {
        int at = 3 * (y * image.Width + x);
        return (image.Rgb[at], image.Rgb[at + 1], image.Rgb[at + 2]);
    }
}
