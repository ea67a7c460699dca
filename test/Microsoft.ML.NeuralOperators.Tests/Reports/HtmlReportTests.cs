using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Evil = "<script>alert(\"&'\")</script>";

    [Fact]
    public void Texts_are_encoded_wherever_they_stand()
    {
        string page = Page(Evil);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("alert(\"", page);
        // The title twice, heading, paragraph, both texts of a fact, head and cell of the table, heading of the fields,
        // caption, its alternative text with quantity and caption, quantity, unit, axis and name of a curve, and its
        // description with both.
        Assert.Equal(18, Regex.Count(page, "&lt;script&gt;alert\\(&quot;&amp;&#39;&quot;\\)&lt;/script&gt;"));
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string page = Page("title");
        Assert.DoesNotMatch("(?i)https?:|//|<link|<script|@import|url\\(",
            page.Replace("data:image/png;base64,", "", StringComparison.Ordinal)
            is var text ? Regex.Replace(text, "src=\"[A-Za-z0-9+/=]*\"", "") : "");
        Assert.Equal(1, Regex.Count(page, "src=\""));
        Assert.All(Regex.Matches(page, "src=\"([^\"]*)\"").Select(m => m.Groups[1].Value),
            source => Assert.StartsWith("data:image/png;base64,", source));
    }

    /// <summary>Every element is closed in order, so that nothing of the page is swallowed.</summary>
    [Fact]
    public void Elements_are_closed_in_order()
    {
        string body = Regex.Match(Page(Evil), "<body>.*</body>", RegexOptions.Singleline).Value;
        XElement tree = XElement.Parse(Regex.Replace(body, "<img ([^>]*)>", "<img $1/>"));
        XElement main = tree.Element("main")!;
        Assert.Equal(["h1", "h2", "p", "dl", "div", "h3", "div", "svg"], main.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(Evil, main.Element("h1")!.Value);
        Assert.Equal([2, 2], main.Descendants("table").Single().Elements("tr").Select(r => r.Elements().Count()));
    }

    [Fact]
    public void Saving_gives_one_file_with_the_page()
    {
        using var folder = new TemporaryFolder();
        HtmlReport report = new HtmlReport("∇·u").Paragraph("done");
        report.Save(folder["report.html"]);
        Assert.Equal(report.ToString(), File.ReadAllText(folder["report.html"]));
        Assert.Equal(["report.html"], folder.Names);
    }

    private static string Page(string text) => new HtmlReport(text).Section(text).Paragraph(text).Facts((text, text))
        .Table([text, "b"], [[text, "2"]])
        .Fields(text, new FieldPanel(text, text, ColorMap.Viridis, new FieldImage(text, [1, 2, 3, 4], 2, 2)))
        .Chart(LineChart.Svg([(text, [1, 0.1])], text)).ToString();
}
