using Microsoft.ML.NeuralOperators.Native;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

public sealed class ReportPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int Phone = 400, Tablet = 800, Desktop = 1200;

    [Theory]
    [InlineData(Phone)]
    [InlineData(Tablet)]
    [InlineData(Desktop)]
    public async Task Pictures_have_the_proportions_of_their_fields(int width)
    {
        IPage page = await browser.OpenAsync(width);
        Picture[] pictures = await Pictures(page);
        Assert.NotEmpty(pictures);
        Assert.All(pictures, p => Assert.InRange(p.Width / p.Height / (p.Columns / p.Rows), 0.99, 1.01));
        Assert.All(pictures, p => Assert.True(p.Width > 150, $"{p.Alt} is {p.Width} pixels wide"));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Tablet)]
    [InlineData(Desktop)]
    public async Task Nothing_is_outside_the_window(int width)
    {
        IPage page = await browser.OpenAsync(width);
        string[] outside = await page.EvaluateAsync<string[]>("""
            () => [...document.body.querySelectorAll('*')].filter(e => {
              const box = e.getBoundingClientRect();
              const hidden = e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1;
              return box.left < -0.5 || box.right > innerWidth + 0.5 || hidden;
            }).map(e => e.outerHTML.slice(0, 120))
            """);
        Assert.Empty(outside);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task Truth_and_prediction_are_side_by_side_over_one_scale(int width)
    {
        IPage page = await browser.OpenAsync(width);
        Picture[] pictures = await Pictures(page);
        Picture[] truths = [.. pictures.Where(p => p.Alt.Contains("truth:"))];
        Picture[] predictions = [.. pictures.Where(p => p.Alt.Contains("prediction:"))];
        Assert.NotEmpty(truths);
        Assert.Equal(truths.Select(p => (p.Top, p.Width)), predictions.Select(p => (p.Top, p.Width)));
        Assert.All(truths.Zip(predictions), pair => Assert.True(pair.First.Left < pair.Second.Left));
        ILocator scales = page.Locator("figure:has(img[alt*='truth:']):has(img[alt*='prediction:']) figcaption");
        Assert.Equal(truths.Length, await scales.CountAsync());
        Assert.All(await scales.AllInnerTextsAsync(),
            text => Assert.Matches(@"^0\s+0\.00\d+\s+0\.0\d+\s+pressure u \(dimensionless\)$", text));
    }

    [Fact]
    public async Task Every_picture_says_what_it_shows()
        => Assert.All(await Pictures(await browser.OpenAsync(Desktop)),
            p => Assert.Matches(@"^\w.*: \d+×\d+ cells, values from .+ to .+$", p.Alt));

    /// <summary>Chromium enlarges by repeating cells, whatever the density of the screen.</summary>
    [Fact]
    public async Task Cells_keep_sharp_edges()
        => Assert.All(await Pictures(await browser.OpenAsync(Desktop, density: 2)),
            p => Assert.Equal("pixelated", p.Rendering));

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Texts_stand_out_from_what_is_under_them(ColorScheme scheme)
    {
        IPage page = await browser.OpenAsync(Desktop, scheme);
        Text[] texts = await page.EvaluateAsync<Text[]>(Text.OfPage);
        Assert.NotEmpty(texts);
        // What WCAG 2.2 asks of small text, level AA.
        Assert.All(texts, t => Assert.True(t.Contrast >= 4.5, $"'{t.Content}': {t.Contrast}"));
        Assert.Equal(scheme == ColorScheme.Dark, texts[0].Background < 0.1);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_browser_has_nothing_to_complain_about_and_nothing_to_fetch(ColorScheme scheme)
    {
        var messages = new List<string>();
        var requests = new List<string>();
        await browser.OpenAsync(Desktop, scheme, before: page =>
        {
            page.Console += (_, message) => messages.Add(message.Text);
            page.PageError += (_, error) => messages.Add(error);
            page.Request += (_, request) => requests.Add(request.Url);
        });
        Assert.Empty(messages);
        Assert.EndsWith(".html", Assert.Single(requests, r => !r.StartsWith("data:", StringComparison.Ordinal)));
    }

    /// <summary>From the first section on: what is above it are times, which differ from machine to machine.</summary>
    [Theory]
    [InlineData(Phone, ColorScheme.Light)]
    [InlineData(Phone, ColorScheme.Dark)]
    [InlineData(Desktop, ColorScheme.Light)]
    [InlineData(Desktop, ColorScheme.Dark)]
    public async Task Screenshots_can_be_kept(int width, ColorScheme scheme)
    {
        IPage page = await browser.OpenAsync(width, scheme);
        await page.Locator("h2").First.EvaluateAsync("e => e.scrollIntoView()");
        string file = Path.Combine(browser.Screenshots, $"report-{width}-{scheme.ToString().ToLowerInvariant()}.png");
        byte[] png = await page.ScreenshotAsync(new() { Path = file });
        Assert.InRange(png.Length, 10_000, 300_000);
        Assert.Equal(png, File.ReadAllBytes(file));
    }

    /// <summary>The README's picture.</summary>
    [Fact]
    public async Task A_sample_can_be_kept_as_a_picture()
    {
        const float margin = 12;
        IPage page = await browser.OpenAsync(Desktop, density: 1.5f);
        LocatorBoundingBoxResult box = (await page.Locator(".fields").Nth(1).BoundingBoxAsync())!;
        byte[] png = await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(browser.Screenshots, "darcy.png"),
            FullPage = true,
            Clip = new()
            {
                X = box.X - margin,
                Y = box.Y - margin,
                Width = box.Width + 2 * margin,
                Height = box.Height + 2 * margin
            },
        });
        Assert.InRange(png.Length, 10_000, 300_000);
    }

    private static Task<Picture[]> Pictures(IPage page) => page.EvaluateAsync<Picture[]>(Picture.OfPage);
}
