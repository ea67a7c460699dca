using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>How the page is laid out, and that it needs nothing from elsewhere.</summary>
public sealed class ReportPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int Small = 360, Phone = 400, Tablet = 800, Desktop = 1200;

    [Theory]
    [InlineData(Phone)]
    [InlineData(Tablet)]
    [InlineData(Desktop)]
    public async Task Pictures_have_the_proportions_of_their_fields(int width)
    {
        IPage page = await browser.OpenAsync(width);
        Picture[] pictures = await Pictures(page);
        // Input, truth, prediction and error of the chosen sample of each grid.
        Assert.Equal(8, pictures.Length);
        Assert.Equal([1.0, 60.0 / 24], pictures.Select(p => p.Columns / p.Rows).Distinct());
        Assert.All(pictures, p => Assert.InRange(p.Width / p.Height / (p.Columns / p.Rows), 0.99, 1.01));
        Assert.All(pictures, p => Assert.True(p.Width > 150, $"{p.Alt} is {p.Width} pixels wide"));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Phone)]
    [InlineData(Tablet)]
    [InlineData(Desktop)]
    public async Task Nothing_is_outside_the_window(int width)
    {
        IPage page = await browser.OpenAsync(width);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        string[] outside = await page.EvaluateAsync<string[]>("""
            () => [...document.body.querySelectorAll('*')].filter(e => {
              const box = e.getBoundingClientRect();
              const scroller = e.parentElement.closest('.table, pre, .picture, .plot');
              return !scroller && e.checkVisibility() && (box.left < -0.5 || box.right > innerWidth + 0.5);
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
        Assert.Equal(2, truths.Length);
        Assert.Equal(truths.Select(p => (p.Top, p.Width)), predictions.Select(p => (p.Top, p.Width)));
        Assert.All(truths.Zip(predictions), pair => Assert.True(pair.First.Left < pair.Second.Left));
        ILocator scales = page.Locator("figure:has(img[alt*='truth:']):has(img[alt*='prediction:']) figcaption");
        Assert.All(await scales.AllTextContentsAsync(),
            text => Assert.Matches(@"^\d\.\d+×10⁻⁵0\.00\d+0\.0\d+pressure u \(Pa\)$", text));
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
    public async Task The_browser_has_nothing_to_complain_about_and_nothing_to_fetch(ColorScheme scheme)
    {
        var messages = new List<string>();
        var requests = new List<string>();
        IPage page = await browser.OpenAsync(Desktop, scheme, before: page =>
        {
            page.Console += (_, message) => messages.Add(message.Text);
            page.PageError += (_, error) => messages.Add(error);
            page.Request += (_, request) => requests.Add(request.Url);
        });
        // Whatever can be chosen.
        foreach (ILocator choice in await page.Locator("fieldset input").AllAsync())
            await choice.CheckAsync();
        foreach (ILocator button in await page.Locator("button").AllAsync()) await button.ClickAsync();
        Assert.Empty(messages);
        Assert.EndsWith(".html", Assert.Single(requests, r => !r.StartsWith("data:", StringComparison.Ordinal)));
    }

    /// <summary>
    /// The policy in the page is not for show: the browser refuses what a page might be made to load.
    /// </summary>
    [Fact]
    public async Task The_browser_itself_refuses_requests_and_foreign_scripts()
    {
        IPage page = await browser.OpenAsync(Desktop);
        string[] refused = await page.EvaluateAsync<string[]>("""
            async () => {
              const refused = [];
              document.addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective));
              await fetch('http://localhost:1/').catch(() => {});
              const script = document.createElement('script');
              script.textContent = 'window.foreign = 1';
              document.body.append(script);
              await new Promise(done => setTimeout(done, 50));
              return [...refused, String(window.foreign)];
            }
            """);
        Assert.Equal(["connect-src", "script-src-elem", "undefined"], refused);
    }

    [Fact]
    public async Task Without_scripts_all_samples_are_there()
    {
        IPage page = await browser.OpenAsync(Desktop, hasScripts: false);
        // Six of the test, three of the other one.
        Assert.Equal(9, await page.Locator(".sample:visible").CountAsync());
        Assert.Equal(0, await page.Locator("fieldset:visible, button:visible").CountAsync());
        Assert.True(await page.Locator("summary:visible").CountAsync() > 5);
    }

    [Fact]
    public async Task The_numbers_are_those_of_Evaluate()
    {
        IPage page = await browser.OpenAsync(Desktop);
        FieldMetrics[] metrics = [.. DemoPage.Grids.Select(DemoPage.Metrics)];
        double[] sorted = [.. metrics[0].Rows!.Select(r => r.RelativeL2).Order()];
        string[] facts = [.. (await page.Locator("dl dd").AllTextContentsAsync()).Take(5)];
        Assert.Equal(new[] { metrics[0].RelativeL2, metrics[1].RelativeL2, (sorted[19] + sorted[20]) / 2, sorted[^1],
            metrics[0].RelativeH1 }.Select(v => ReportNumber.Text(v)), facts);
        string worst = await page.Locator(".sample h3").First.TextContentAsync() ?? "";
        Assert.Equal($"Worst: row {metrics[0].WorstRows[0].Row}, relative L2 {ReportNumber.Text(sorted[^1])}", worst);
    }

    [Fact]
    public async Task A_button_changes_the_colours_of_page_and_charts()
    {
        IPage page = await browser.OpenAsync(Desktop);
        const string Background = "getComputedStyle(document.body).backgroundColor";
        const string Canvas = "document.querySelector('.charts canvas').toDataURL()";
        (string page, string canvas) light = (await page.EvaluateAsync<string>(Background),
            await page.EvaluateAsync<string>(Canvas));
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        Assert.NotEqual(light.page, await page.EvaluateAsync<string>(Background));
        await page.WaitForFunctionAsync($"before => {Canvas} !== before", light.canvas);
        await page.GetByRole(AriaRole.Button, new() { Name = "Light colours" }).ClickAsync();
        Assert.Equal(light.page, await page.EvaluateAsync<string>(Background));
        await page.WaitForFunctionAsync($"before => {Canvas} === before", light.canvas);
    }

    [Theory]
    [MemberData(nameof(Looks.At), Phone, Desktop, MemberType = typeof(Looks))]
    public async Task Screenshots_can_be_kept(int width, ColorScheme scheme)
    {
        IPage page = await browser.OpenAsync(width, scheme);
        await browser.KeepAsync(page, "report", width, scheme);
    }

    private static Task<Picture[]> Pictures(IPage page) => page.EvaluateAsync<Picture[]>(Picture.OfPage);
}
