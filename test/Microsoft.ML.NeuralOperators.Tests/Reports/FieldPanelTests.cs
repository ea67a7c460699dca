using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.NeuralOperators.Reports;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class FieldPanelTests
{
    private static readonly FieldPanel Pressures = new("pressure u", "Pa", ColorMap.Viridis,
        new FieldImage("truth", [0, 1], 1, 2), new FieldImage("prediction", [0.5f, 3], 1, 2));

    [Fact]
    public void Fields_share_one_scale_that_holds_them_all()
    {
        Assert.Equal((0, 3), Pressures.Range);
        // 1 is a third of the scale in the first picture, although it is the largest number there.
        string source = Pressures.Images[0].Html("pressure u", ColorMap.Viridis, (0, 3));
        Assert.Contains(source, Pressures.Html());
    }

    [Fact]
    public void The_scale_has_its_numbers_quantity_and_unit()
    {
        XElement scale = Tree(Pressures).Element("figcaption")!;
        Assert.Equal(["0", "1.5", "3"], scale.Descendants("span").Select(s => s.Value));
        Assert.EndsWith("pressure u (Pa)", scale.Value);
    }

    [Fact]
    public void A_given_range_decides_the_numbers()
        => Assert.Equal(["−4", "0", "4"],
            Tree(Pressures with { Range = (-4, 4) }).Descendants("span").Select(s => s.Value));

    [Fact]
    public void The_bar_has_the_colours_of_the_map_from_left_to_right()
    {
        string bar = Tree(Pressures with { Map = ColorMap.BlueRed })
            .Element("figcaption")!.Element("div")!.Attribute("style")!.Value;
        Assert.StartsWith("background:linear-gradient(90deg,rgb(33 102 172),", bar);
        Assert.EndsWith(",rgb(178 24 43))", bar);
    }

    [Fact]
    public void Without_a_unit_there_are_no_empty_brackets()
        => Assert.EndsWith("pressure u", Tree(Pressures with { Unit = "" }).Value);

    /// <summary>The script marks the pointer's value on the bar by these.</summary>
    [Fact]
    public void The_bar_knows_its_ends()
    {
        XElement bar = Tree(Pressures).Element("figcaption")!.Element("div")!;
        Assert.Equal(("0", "3"), ((string?)bar.Attribute("data-low"), (string?)bar.Attribute("data-high")));
    }

    private static XElement Tree(FieldPanel panel)
        => XElement.Parse(Regex.Replace(panel.Html(), "<img ([^>]*)>", "<img $1/>"));
}
