using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Evil = "</script><script>alert(\"&'\")</script>";

    [Fact]
    public void Texts_are_encoded_wherever_they_stand()
    {
        string page = Page(Evil);
        Assert.DoesNotContain("alert(\"", page);
        Assert.DoesNotContain("<script>alert", page);
        // Scripts: in the head, the data of the chart and of the samples, the library, the page's own.
        Assert.Equal(5, Regex.Count(page, "<script"));
        Assert.Equal(5, Regex.Count(page, "</script"));
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string page = Page("title");
        Assert.DoesNotMatch("<link|@import|url\\(|srcset|<iframe", page);
        Assert.All(Regex.Matches(page, "(?:src|href)=\"([^\"]*)\"").Select(m => m.Groups[1].Value),
            source => Assert.Matches("^(data:image/png;base64,|#s\\d)", source));
    }

    /// <summary>A browser runs a script only if its hash is one of the policy's.</summary>
    [Fact]
    public void The_policy_allows_the_scripts_of_the_page_and_no_others()
    {
        string page = Page("title");
        string[] hashes = [.. Regex.Matches(page, "<script>(.*?)</script>", RegexOptions.Singleline)
            .Select(m => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups[1].Value))))];
        Assert.Equal(3, hashes.Length);
        Assert.Contains($"script-src {string.Join(' ', hashes.Select(h => $"'sha256-{h}'"))};", page);
        Assert.Contains("default-src 'none'", page);
    }

    /// <summary>Whoever passes the page on passes on the chart library, whose licence asks for its text.</summary>
    [Fact]
    public void The_page_carries_the_licence_of_the_chart_library()
    {
        string page = new HtmlReport("title").ToString();
        Assert.Contains("Copyright (c) 2022 Leon Sorokin", page);
        Assert.Contains("Permission is hereby granted", page);
    }

    /// <summary>Every element is closed in order, so that nothing of the page is swallowed.</summary>
    [Fact]
    public void Elements_are_closed_in_order()
    {
        string body = Regex.Match(Page(Evil), "<main>.*</main>", RegexOptions.Singleline).Value;
        body = Regex.Replace(body, "(<script type=\"application/json\">).*?(</script>)", "$1$2");
        body = Regex.Replace(Regex.Replace(body, "<(img|input) ([^>]*)>", "<$1 $2/>"), "\" checked/>", "\"/>");
        XElement main = XElement.Parse(body);
        XElement section = main.Element("section")!;
        Assert.Equal(["h2", "p", "dl", "div", "details", "pre", "h3", "div", "div", "div"],
            section.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(Evil, section.Element("h2")!.Value);
    }

    [Fact]
    public void Sections_have_links_where_there_are_several()
    {
        Assert.DoesNotContain("<nav", new HtmlReport("title").Section("one").ToString());
        string page = new HtmlReport("title").Section("one").Section("two").ToString();
        Assert.Equal(["#s1", "#s2"], Regex.Matches(page, "href=\"([^\"]*)\"").Select(m => m.Groups[1].Value));
        Assert.Equal(["s1", "s2"], Regex.Matches(page, "<h2 id=\"([^\"]*)\"").Select(m => m.Groups[1].Value));
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
        .Table([text, "b"], [[text, "2"]]).Details(text, [text], [[text]]).Code(text)
        .Fields(text, new FieldPanel(text, text, ColorMap.Viridis, new FieldImage(text, [1, 2, 3, 4], 2, 2)))
        .Charts(new ReportChart(text, new(text), new(text), [1, 2], new ChartCurve(text, [1, 0.1]))
        {
            Marks = [new(1, text)],
            PlaceNames = [text, text],
        })
        .Samples(new FieldComparison(text, text, [1, 2, 3, 4], [1, 2, 3, 5], 2, 2)
        {
            Note = text,
            Part = text,
            Unit = text,
        }).ToString();
}
