using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>Lines, point sets and trajectories under the pointer.</summary>
public sealed class OtherFieldTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_field_on_a_line_is_a_curve_that_can_be_walked()
    {
        (IPage page, ILocator explorer) = await Open(0);
        Assert.Equal(0, await explorer.Locator("img").CountAsync());
        await explorer.Locator(".plot[role=slider]").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        for (int i = 0; i < 3; i++) await page.Keyboard.PressAsync("ArrowRight");
        double truth = OtherFields.Wave(3);
        string[] values = [.. new[] { truth, 1.1 * truth, 0.1 * truth }.Select(v => ReportNumber.Text(v))];
        Assert.Equal($"Point 3: truth {values[0]}, prediction {values[1]}, error {values[2]}",
            await explorer.Locator(".readout").TextContentAsync());
        Assert.Equal(values, await explorer.Locator(".sections .legend b").AllTextContentsAsync());
    }

    [Fact]
    public async Task The_nearest_point_is_the_one_under_the_pointer()
    {
        (IPage page, ILocator explorer) = await Open(1);
        ILocator picture = explorer.Locator(".picture").First;
        LocatorBoundingBoxResult box = (await picture.BoundingBoxAsync())!;
        await picture.HoverAsync();
        string before = (await explorer.Locator(".readout").TextContentAsync())!;
        Assert.StartsWith("Point ", before);
        await picture.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        string after = (await explorer.Locator(".readout").TextContentAsync())!;
        Assert.NotEqual(before, after);
        int point = int.Parse(after.Split(' ')[1]);
        // The crosshair is where the point is drawn: hovering there finds it again.
        float[] share = await picture.EvaluateAsync<float[]>(
            "e => ['--x', '--y'].map(name => parseFloat(e.style.getPropertyValue(name)) / 100)");
        await page.Mouse.MoveAsync(0, 0);
        await picture.HoverAsync(new()
        {
            Position = new() { X = share[0] * box.Width, Y = share[1] * box.Height },
        });
        Assert.StartsWith($"Point {point} at (", await explorer.Locator(".readout").TextContentAsync());
    }

    [Fact]
    public async Task Steps_can_be_chosen()
    {
        (_, ILocator explorer) = await Open(2);
        await explorer.Locator("label").Filter(new() { HasText = "step 3" }).Locator("input").CheckAsync();
        Assert.Equal("Worst: row 2, step 3", await explorer.Locator(".sample:visible h3").TextContentAsync());
        // The largest error is at the last point: a hundredth of 347.
        Assert.Equal("Row 5, column 7: truth 347, prediction 350, error 3.47",
            await explorer.Locator(".readout").TextContentAsync());
    }

    /// <summary>The set is twice as wide as it is high.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(1200)]
    public async Task Pictures_of_points_have_the_proportions_of_the_set(int width)
    {
        IPage page = await browser.OpenAsync(width, report: OtherFields.Page());
        Picture[] pictures = await page.EvaluateAsync<Picture[]>(Picture.OfPage);
        // Truth, prediction and error of the points, and of a step on a grid.
        Assert.Equal(6, pictures.Length);
        Assert.All(pictures[..3], p => Assert.InRange(p.Width / p.Height, 1.9, 2.1));
        Assert.All(pictures, p => Assert.InRange(p.Width / p.Height / (p.Columns / p.Rows), 0.99, 1.01));
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(browser.Screenshots, $"other-fields-{width}.png"),
            FullPage = true,
        });
    }

    private async Task<(IPage Page, ILocator Explorer)> Open(int explorer)
    {
        IPage page = await browser.OpenAsync(1200, report: OtherFields.Page());
        return (page, page.Locator(".explorer").Nth(explorer));
    }
}
