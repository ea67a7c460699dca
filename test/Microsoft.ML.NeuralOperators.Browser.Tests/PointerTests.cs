using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>What pointer and arrow keys show: the numbers of the field, in words and in the cross-sections.</summary>
public sealed class PointerTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly (int Rows, int Columns) Grid = DemoPage.Grids[1];

    [Fact]
    public async Task The_pointer_shows_the_numbers_of_its_cell()
    {
        IPage page = await browser.OpenAsync(1200);
        ILocator explorer = Explorer(page);
        int sample = await Worst(explorer);
        await Hover(explorer, "truth", row: 5, column: 41);
        await Shows(explorer, sample, 5, 41);
        // The error's picture steers the same place, and marks it in all others.
        await Hover(explorer, "error", row: 20, column: 3);
        await Shows(explorer, sample, 20, 3);
        string[] places = await explorer.Locator(".sample:visible .picture").EvaluateAllAsync<string[]>(
            "all => all.map(e => `${e.style.getPropertyValue('--x')} ${e.style.getPropertyValue('--y')}`)");
        Assert.Equal(4, places.Length);
        Assert.Single(places.Distinct());
    }

    [Fact]
    public async Task Arrow_keys_move_by_a_cell_and_stop_at_the_edge()
    {
        IPage page = await browser.OpenAsync(1200);
        ILocator explorer = Explorer(page), picture = PictureOf(explorer, "prediction");
        int sample = await Worst(explorer);
        await Hover(explorer, "truth", row: 1, column: 10);
        await picture.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowUp");
        await Shows(explorer, sample, 0, 11);
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Shows(explorer, sample, 0, 10);
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Shows(explorer, sample, 6, 10);
        Assert.Equal("polite", await explorer.Locator(".readout").GetAttributeAsync("aria-live"));
    }

    [Fact]
    public async Task Another_sample_is_shown_from_its_largest_error_on()
    {
        IPage page = await browser.OpenAsync(1200);
        ILocator explorer = Explorer(page);
        await explorer.Locator("label").Filter(new() { HasText = "Best: row 0" }).Locator("input").CheckAsync();
        Assert.StartsWith("Best: row 0,", await explorer.Locator(".sample:visible h3").TextContentAsync());
        var (row, column) = (from r in Enumerable.Range(0, Grid.Rows)
                             from c in Enumerable.Range(0, Grid.Columns)
                             select (r, c)).MaxBy(at => Math.Abs(Predicted(0, at.r, at.c) - True(0, at.r, at.c)));
        await Shows(explorer, 0, row, column);
        await Hover(explorer, "truth", row: 0, column: 0);
        await Shows(explorer, 0, 0, 0);
        await explorer.GetByRole(AriaRole.Button, new() { Name = "Go to the largest error" }).ClickAsync();
        await Shows(explorer, 0, row, column);
    }

    [Fact]
    public async Task Touch_moves_the_pointer_too()
    {
        IPage page = await browser.OpenAsync(400);
        ILocator explorer = Explorer(page);
        int sample = await Worst(explorer);
        ILocator picture = PictureOf(explorer, "prediction");
        LocatorBoundingBoxResult box = (await picture.BoundingBoxAsync())!;
        await picture.DispatchEventAsync("pointerdown", new
        {
            pointerType = "touch",
            clientX = box.X + box.Width * 30.5 / Grid.Columns,
            clientY = box.Y + box.Height * 7.5 / Grid.Rows,
        });
        await Shows(explorer, sample, 7, 30);
    }

    [Fact]
    public async Task Charts_say_the_values_under_the_pointer()
    {
        IPage page = await browser.OpenAsync(1200);
        ILocator chart = page.Locator("figure.chart").Filter(new() { HasText = "Loss and error by epoch" });
        await chart.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult area = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        // Fifteen epochs: the fourth is at 3/14 of the axis.
        await page.Mouse.MoveAsync((float)(area.X + area.Width * 3 / 14 + 2), area.Y + area.Height / 2);
        await ShowsEpoch(chart, 4);
        await page.Mouse.MoveAsync(area.X + area.Width - 3, area.Y + 20);
        await ShowsEpoch(chart, 15);
    }

    [Fact]
    public async Task Arrow_keys_step_through_a_chart()
    {
        IPage page = await browser.OpenAsync(1200);
        ILocator chart = page.Locator("figure.chart").Filter(new() { HasText = "Loss and error by epoch" });
        await chart.Locator(".plot").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await ShowsEpoch(chart, 1);
        await page.Keyboard.PressAsync("ArrowRight");
        await ShowsEpoch(chart, 2);
        await page.Keyboard.PressAsync("End");
        await ShowsEpoch(chart, 15);
    }

    [Fact]
    public async Task The_distribution_counts_all_rows()
    {
        IPage page = await browser.OpenAsync(1200);
        ILocator chart = page.Locator("figure.chart").Filter(new() { HasText = "Distribution" }).First;
        double[] errors = [.. DemoPage.Metrics(DemoPage.Grids[0]).Rows!.Select(r => r.RelativeL2).Order()];
        await chart.Locator("summary").ClickAsync();
        string[] cells = [.. await chart.Locator("td").AllTextContentsAsync()];
        Assert.Equal(DemoPage.Samples, cells.Sum(int.Parse));
        await chart.Locator(".plot").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        string said = (await chart.Locator(".plot").GetAttributeAsync("aria-valuetext"))!;
        Assert.StartsWith($"{ReportNumber.Text(errors[0])} to ", said);
        Assert.EndsWith($"rows {cells[0]}", said);
    }

    private static ILocator Explorer(IPage page) => page.Locator(".explorer").Nth(1);

    private static ILocator PictureOf(ILocator explorer, string what)
        => explorer.Locator($".sample:visible .picture:has(img[alt*=', {what}:'])");

    private static async Task<int> Worst(ILocator explorer)
        => int.Parse((await explorer.Locator(".sample:visible h3").TextContentAsync())!.Split(' ', ',')[2]);

    private static async Task Hover(ILocator explorer, string what, int row, int column)
    {
        ILocator picture = PictureOf(explorer, what);
        LocatorBoundingBoxResult box = (await picture.BoundingBoxAsync())!;
        await picture.HoverAsync(new()
        {
            Position = new()
            {
                X = box.Width * (column + 0.5f) / Grid.Columns,
                Y = box.Height * (row + 0.5f) / Grid.Rows,
            },
        });
    }

    private static async Task Shows(ILocator explorer, int sample, int row, int column)
    {
        string text = (await explorer.Locator(".readout").TextContentAsync())!;
        Assert.StartsWith($"Row {row}, column {column}: permeability a ", text);
        double[] said = [.. Regex.Matches(text, "(?:truth|prediction|error) ([−0-9.×⁻⁰¹²³⁴-⁹]+)")
            .Select(m => Number(m.Groups[1].Value))];
        double truth = True(sample, row, column), prediction = Predicted(sample, row, column);
        // Three digits, and 16 bits of each range.
        Assert.Equal(truth, said[0], Math.Abs(truth) * 0.005 + 1e-6);
        Assert.Equal(prediction, said[1], Math.Abs(prediction) * 0.005 + 1e-6);
        Assert.Equal(prediction - truth, said[2], Math.Abs(prediction - truth) * 0.005 + 1e-7);
        // Both cross-sections hold the same numbers.
        string[] values = [.. await explorer.Locator(".sections .legend b").AllTextContentsAsync()];
        Assert.Equal(6, values.Length);
        Assert.All([0, 3], i => Assert.Equal(said, values[i..(i + 3)].Select(Number)));
        Assert.Equal([$"Along row {row}", $"Along column {column}"],
            await explorer.Locator(".sections figcaption").AllTextContentsAsync());
    }

    private static async Task ShowsEpoch(ILocator chart, int epoch)
    {
        var (loss, error, rate) = DemoPage.Epoch(epoch);
        string[] values = [.. new[] { loss, error, rate }.Select(v => ReportNumber.Text(v))];
        Assert.Equal(values, await chart.Locator(".legend b").AllTextContentsAsync());
        Assert.Equal($"epoch {epoch}", await chart.Locator(".place").TextContentAsync());
        Assert.Equal($"epoch {epoch}: training loss {values[0]}, validation error {values[1]}, "
            + $"learning rate {values[2]}", await chart.Locator(".plot").GetAttributeAsync("aria-valuetext"));
    }

    private static double True(int sample, int row, int column)
        => DemoPage.Pressure((column + 0.5) / Grid.Columns, (row + 0.5) / Grid.Rows, sample);

    private static double Predicted(int sample, int row, int column)
        => DemoPage.Predicted((column + 0.5) / Grid.Columns, (row + 0.5) / Grid.Rows, sample);

    // A number as ReportNumber writes it.
    private static double Number(string text)
    {
        string[] parts = text.Replace('−', '-').Split("×10");
        string power = parts.Length < 2 ? "0"
            : string.Concat(parts[1].Select(c => c == '⁻' ? "-" : $"{"⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c)}"));
        return double.Parse($"{parts[0]}e{power}", System.Globalization.CultureInfo.InvariantCulture);
    }
}
