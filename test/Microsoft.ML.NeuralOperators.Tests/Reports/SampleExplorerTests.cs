using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Reports;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class SampleExplorerTests
{
    private static readonly FieldComparison Worst = new("Worst", "u", [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 7], 2, 3);

    [Fact]
    public void Samples_and_their_parts_can_be_chosen()
    {
        string html = SampleExplorer.Html([Worst with { Part = "step 1" }, Worst with { Part = "step 2" },
            Worst with { Sample = "Best", Part = "step 1" }, Worst with { Sample = "Best", Part = "step 2" }], 1);
        Assert.Equal(2, Regex.Count(html, "name=\"sample-1\""));
        Assert.Equal(2, Regex.Count(html, "name=\"part-1\""));
        Assert.Equal(["0 0", "0 1", "1 0", "1 1"],
            Views(html).Select(v => $"{v.GetProperty("sample")} {v.GetProperty("part")}"));
    }

    [Fact]
    public void A_single_sample_needs_no_chooser()
        => Assert.DoesNotContain("<fieldset", SampleExplorer.Html([Worst], 1));

    /// <summary>A small error between large numbers keeps its digits.</summary>
    [Fact]
    public void The_error_has_its_own_scale()
    {
        JsonElement view = Views(SampleExplorer.Html([Worst], 1))[0];
        Assert.Equal(5 / 65534.0, view.GetProperty("truth").GetProperty("step").GetDouble(), 1e-9);
        Assert.Equal(2 / 65534.0, view.GetProperty("error").GetProperty("step").GetDouble(), 1e-9);
    }

    [Fact]
    public void Large_fields_are_thinned()
    {
        var large = new FieldComparison("Worst", "u", new float[400 * 250], new float[400 * 250], 400, 250);
        JsonElement view = Views(SampleExplorer.Html([large], 1))[0];
        Assert.Equal((3, 134, 84), (view.GetProperty("step").GetInt32(), view.GetProperty("rows").GetInt32(),
            view.GetProperty("columns").GetInt32()));
        Assert.Equal(2 * 134 * 84,
            Convert.FromBase64String(view.GetProperty("truth").GetProperty("data").GetString()!).Length);
    }

    /// <summary>On a line a picture would be a stripe: the script draws the curves.</summary>
    [Fact]
    public void Fields_on_a_line_have_no_pictures()
        => Assert.DoesNotContain("<img", SampleExplorer.Html([Worst with { Rows = 1, Columns = 6 }], 1));

    [Fact]
    public void Fields_of_another_size_are_refused()
    {
        Assert.Contains("6 true and 6 predicted values, expected 3×3", Assert.Throws<ArgumentException>(
            () => SampleExplorer.Html([Worst with { Rows = 3 }], 1)).Message);
        Assert.Contains("the places of 1 and 1 points, expected 6", Assert.Throws<ArgumentException>(
            () => SampleExplorer.Html([Worst with { Places = new([0], [0]) }], 1)).Message);
    }

    private static JsonElement[] Views(string html) => [.. JsonDocument.Parse(Regex.Match(html,
        "<script type=\"application/json\">(.*?)</script>").Groups[1].Value).RootElement.GetProperty("views")
        .EnumerateArray()];
}
