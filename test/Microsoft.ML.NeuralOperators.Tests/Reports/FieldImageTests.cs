using System.Net;
using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class FieldImageTests
{
    [Fact]
    public void Every_cell_is_a_pixel_with_the_first_row_at_the_top()
    {
        var image = Decode(new FieldImage("field", [0, 1, 2, 3, 4, 5], 2, 3), ColorMap.Viridis, (0, 5));
        Assert.Equal((3, 2), (image.Width, image.Height));
        for (int i = 0; i < 6; i++) Assert.Equal(ColorMap.Viridis.At(i / 5.0), Pixel(image, i % 3, i / 3));
    }

    [Fact]
    public void The_page_is_told_the_proportions()
        => Assert.Contains("width=\"3\" height=\"2\"",
            new FieldImage("field", new float[6], 2, 3).Html("u", ColorMap.Viridis, (0, 1)));

    [Fact]
    public void The_range_decides_the_colour()
        => Assert.Equal(ColorMap.BlueRed.At(0.75),
            Pixel(Decode(new FieldImage("field", [0.25f], 1, 1), ColorMap.BlueRed, (-0.5, 0.5)), 0, 0));

    [Fact]
    public void A_constant_field_is_drawn()
        => Assert.Equal(ColorMap.Viridis.At(0),
            Pixel(Decode(new FieldImage("flat", [7, 7], 1, 2), ColorMap.Viridis, (7, 7)), 0, 0));

    /// <summary>One bad number is dark; it does not take the colours of all others.</summary>
    [Fact]
    public void Numbers_that_are_not_finite_do_not_hide_the_others()
    {
        var field = new FieldImage("field", [float.NaN, 1, 3, float.PositiveInfinity], 1, 4);
        Assert.Equal((1, 3), field.Range);
        var image = Decode(field, ColorMap.Viridis, field.Range);
        Assert.Equal([0.0, 0, 1, 1],
            Enumerable.Range(0, 4)
            .Select(x => new[] { 0.0, 1 }.Single(end => ColorMap.Viridis.At(end) == Pixel(image, x, 0))));
    }

    /// <summary>A field with more cells than the screen has pixels would lose some of them.</summary>
    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Cells_are_kept_sharp_where_the_picture_is_enlarged(int rows, bool sharp)
        => Assert.Equal(sharp,
            new FieldImage("long", new float[rows * 2], rows, 2).Html("u", ColorMap.Viridis, (0, 1))
            .Contains("class=\"cells\""));

    [Fact]
    public void The_alternative_text_says_what_is_seen()
        => Assert.Contains("alt=\"pressure u, truth: 1×2 cells, values from −0.5 to 2\"",
            WebUtility.HtmlDecode(new FieldImage("truth", [2, -0.5f], 1, 2)
                .Html("pressure u", ColorMap.Viridis, (-9, 9))));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 0)]
    public void Another_number_of_values_is_refused(int rows, int columns)
        => Assert.Contains($"3 values do not make {rows}×{columns} cells",
            Assert.Throws<ArgumentException>(() => new FieldImage("field", [1, 2, 3], rows, columns)
                .Html("u", ColorMap.Viridis, (0, 1))).Message);

    private static (int Width, int Height, byte[] Rgb) Decode(FieldImage field, ColorMap map, (double, double) range)
        => Png.Decode(Convert.FromBase64String(Regex.Match(field.Html("u", map, range),
            "base64,([^\"]*)\"").Groups[1].Value));

    private static (byte, byte, byte) Pixel((int Width, int Height, byte[] Rgb) image, int x, int y)
    {
        int at = 3 * (y * image.Width + x);
        return (image.Rgb[at], image.Rgb[at + 1], image.Rgb[at + 2]);
    }
}
