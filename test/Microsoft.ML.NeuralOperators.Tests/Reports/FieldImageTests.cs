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
        for (int i = 0; i < 6; i++)
            Assert.Equal(ColorMap.Viridis.At(Math.Round(i / 5.0 * 254) / 254), Pixel(image, i % 3, i / 3));
    }

    [Fact]
    public void The_page_is_told_the_proportions()
        => Assert.Contains("width=\"3\" height=\"2\"",
            new FieldImage("field", new float[6], 2, 3).Html("u", ColorMap.Viridis, (0, 1)));

    [Fact]
    public void The_range_decides_the_colour()
        => Assert.Equal(ColorMap.BlueRed.At(Math.Round(0.75 * 254) / 254),
            Pixel(Decode(new FieldImage("field", [0.25f], 1, 1), ColorMap.BlueRed, (-0.5, 0.5)), 0, 0));

    [Fact]
    public void A_constant_field_is_drawn()
        => Assert.Equal(ColorMap.Viridis.At(0),
            Pixel(Decode(new FieldImage("flat", [7, 7], 1, 2), ColorMap.Viridis, (7, 7)), 0, 0));

    /// <summary>A bad number is a hole; it does not take the colours of all others.</summary>
    [Fact]
    public void Numbers_that_are_not_finite_are_holes()
    {
        var field = new FieldImage("field", [float.NaN, 1, 3, float.PositiveInfinity], 1, 4);
        Assert.Equal((1, 3), field.Range);
        var image = Decode(field, ColorMap.Viridis, field.Range);
        Assert.Equal([true, false, false, true], image.Holes);
        Assert.Equal(ColorMap.Viridis.At(0), Pixel(image, 1, 0));
        Assert.Equal(ColorMap.Viridis.At(1), Pixel(image, 2, 0));
    }

    [Fact]
    public void Of_a_large_field_every_nth_cell_is_drawn()
    {
        float[] rows = [.. Enumerable.Range(0, 400 * 3).Select(i => (float)(i / 3))];
        var image = Decode(new FieldImage("field", rows, 400, 3), ColorMap.Viridis, (0, 399));
        Assert.Equal((1, 134), (image.Width, image.Height));
        Assert.Equal(ColorMap.Viridis.At(Math.Round(300 / 399.0 * 254) / 254), Pixel(image, 0, 100));
    }

    /// <summary>Points at the corners of a square: as many discs, none cut off, nothing between them.</summary>
    [Fact]
    public void Points_are_discs_at_their_places()
    {
        var places = new PointPlaces([0, 1, 0, 1], [0, 0, 1, 1]);
        var image = Decode(new FieldImage("field", [0, 1, 2, 3], 1, 4) { Places = places }, ColorMap.Viridis, (0, 3));
        Assert.Equal(image.Width, image.Height);
        int last = image.Width - 1, near = 12;
        // The second coordinate grows upwards.
        Assert.Equal(ColorMap.Viridis.At(0), Pixel(image, near, last - near));
        Assert.Equal(ColorMap.Viridis.At(1), Pixel(image, last - near, near));
        Assert.True(image.Holes[last / 2 * image.Width + last / 2]);
        Assert.InRange(image.Holes.Count(hole => !hole), 4 * 430, 4 * 460);
    }

    /// <summary>A field with more cells than the picture has pixels would lose some of them.</summary>
    [Theory]
    [InlineData(192, true)]
    [InlineData(193, false)]
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

    private static (int Width, int Height, byte[] Rgb, bool[] Holes) Decode(FieldImage field, ColorMap map,
        (double, double) range)
        => Png.Decode(Convert.FromBase64String(Regex.Match(field.Html("u", map, range),
            "base64,([^\"]*)\"").Groups[1].Value));

    private static (byte, byte, byte) Pixel((int Width, int Height, byte[] Rgb, bool[] Holes) image, int x, int y)
    {
        int at = 3 * (y * image.Width + x);
        return (image.Rgb[at], image.Rgb[at + 1], image.Rgb[at + 2]);
    }
}
