using System.Globalization;
using Microsoft.ML.NeuralOperators.Server;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

public sealed class DrawingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int Size = 32;

    [Fact]
    public async Task Drawing_changes_the_field_and_at_once_the_solution()
    {
        DrawingPage page = await server.OpenAsync();
        await page.Page.ClickAsync("#clear");
        await page.Settled();
        int[] input = await page.Pixels("input"), output = await page.Pixels("output");
        int before = page.Predictions.Length;
        await page.Draw((0.25f, 0.5f), (0.75f, 0.5f));
        await page.Settled();
        Assert.NotEqual(output, await page.Pixels("output"));
        // The middle row is painted from a quarter to three quarters, the first row is not.
        float[] field = page.Predictions[^1].Field;
        Assert.All(Enumerable.Range(0, 32), x => Assert.Equal(3, field[x]));
        Assert.All(Enumerable.Range(8, 16), x => Assert.Equal(12, field[16 * Size + x]));
        Assert.Equal(3, field[16 * Size]);
        int[] pixels = await page.Pixels("input");
        Assert.Equal(field.Select(value => value == 12),
            pixels.Chunk(4).Zip(input.Chunk(4), (now, was) => now[0] != was[0]));
        // It was predicted while it was drawn, not at the end alone.
        Assert.InRange(page.Predictions.Length - before, 2, 12);
        Assert.True(page.Predictions.Skip(before).Select(p => p.Field.Count(v => v == 12)).Distinct().Count() > 1);
        page.IsClean();
    }

    [Fact]
    public async Task The_value_under_the_pointer_is_that_of_the_model()
    {
        DrawingPage page = await server.OpenAsync();
        LocatorBoundingBoxResult box = (await page.Page.Locator("#output-picture").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + 0.61f * box.Width, box.Y + 0.27f * box.Height);
        await page.Settled();
        (int row, int column) = ((int)(0.27 * Size), (int)(0.61 * Size));
        float[] field = page.Predictions[^1].Field, expected = Predict(field);
        string readout = await page.Text("readout");
        Assert.StartsWith($"row {row + 1}, column {column + 1} · a = {field[row * Size + column]} · u = ", readout);
        Assert.Equal(expected[row * Size + column], Number(readout.Split("u = ")[1]), 5e-4 * expected.Max(Math.Abs));
        // The cross-section is that row: its largest value is at the top of the chart's curve.
        string path = (await page.Page.Locator("#row-chart .curve:not(.second)").GetAttributeAsync("d"))!;
        double[] heights =
            [.. path[1..].Split('L').Select(p => double.Parse(p.Split(' ')[1], CultureInfo.InvariantCulture))];
        float[] line = expected[(row * Size)..((row + 1) * Size)];
        Assert.Equal(Size, heights.Length);
        Assert.Equal(heights.Min(), heights[Array.IndexOf(line, line.Max())]);
    }

    [Fact]
    public async Task Everything_can_be_drawn_with_keys()
    {
        DrawingPage page = await server.OpenAsync();
        await page.Page.ClickAsync("#clear");
        await page.Page.Locator("#radius").FillAsync("1");
        await page.Input.FocusAsync();
        await page.Page.Keyboard.PressAsync("Shift+ArrowUp");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await page.Page.Keyboard.PressAsync("Space");
        await page.Settled();
        Assert.Equal([8 * Size + 15], Painted(12));
        Assert.StartsWith("Painted. row 9, column 16 · a = 12 · u = ", await page.Text("said"));
        foreach (string key in new[] { "d", "ArrowRight", "ArrowRight", "d", "ArrowRight" })
            await page.Page.Keyboard.PressAsync(key);
        await page.Settled();
        Assert.Equal([8 * Size + 15, 8 * Size + 16, 8 * Size + 17], Painted(12));
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await page.Page.Keyboard.PressAsync("x");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Settled();
        Assert.Equal([8 * Size + 15, 8 * Size + 16], Painted(12));
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Settled();
        Assert.Equal([8 * Size + 15], Painted(12));
        await page.Page.Keyboard.PressAsync("Control+Shift+z");
        await page.Settled();
        Assert.Equal(3, Painted(12).Length);
        await page.Page.Keyboard.PressAsync("]");
        Assert.Equal("2 %", await page.Text("radius-text"));
        page.IsClean();

        int[] Painted(float value)
            => [.. page.Predictions[^1].Field.Index().Where(v => v.Item == value).Select(v => v.Index)];
    }

    [Fact]
    public async Task The_other_button_paints_the_other_value()
    {
        DrawingPage page = await server.OpenAsync();
        await page.Draw((0.2f, 0.2f), (0.8f, 0.8f), MouseButton.Right);
        await page.Settled();
        Assert.Equal(3, page.Predictions[^1].Field[16 * Size + 16]);
    }

    [Fact]
    public async Task Another_resolution_shows_the_same_drawing()
    {
        DrawingPage page = await server.OpenAsync();
        await page.Draw((0.1f, 0.3f), (0.9f, 0.7f));
        await page.Settled();
        float[] coarse = page.Predictions[^1].Field;
        await page.Page.SelectOptionAsync("#grid", "64,64");
        await page.Settled();
        (string url, float[] fine) = page.Predictions[^1];
        Assert.Contains("shape=1%2C64%2C64", url);
        Assert.Equal(64 * 64, fine.Length);
        int same = Enumerable.Range(0, coarse.Length)
            .Count(i => coarse[i] == fine[2 * (i / Size) * 64 + 2 * (i % Size)]);
        Assert.True(same > 0.95 * coarse.Length, $"{same} of {coarse.Length} cells are the same.");
        Assert.Equal(64 * 64 * 4, (await page.Pixels("output")).Length);
        page.IsClean();
    }

    [Fact]
    public async Task The_solver_is_compared_while_one_draws()
    {
        DrawingPage page = await server.OpenAsync();
        await page.Page.GetByLabel("Compare with the solver").CheckAsync();
        await page.Draw((0.3f, 0.1f), (0.3f, 0.9f));
        await page.Settled();
        float[] field = page.Predictions[^1].Field, model = Predict(field),
            solution = DarcySolution.Of(field, Size, Size).Pressure;
        double above = model.Zip(solution, (p, s) => Math.Pow(p - s, 2)).Sum(),
            below = solution.Sum(s => (double)s * s);
        double expected = 100 * Math.Sqrt(above / below);
        Assert.Equal(expected, Number(await page.Text("error")), 0.01 * expected);
        Assert.Matches(@"^[\d.]+ m?s$", await page.Text("solver-time"));
        Assert.Contains("solver ", await page.Text("readout"));
        int[] prediction = await page.Pixels("output");
        await page.Page.GetByLabel("Difference").CheckAsync();
        await page.Settled();
        Assert.NotEqual(prediction, await page.Pixels("output"));
        Assert.Contains("model − solver = ", await page.Text("readout"));
        await page.Page.GetByLabel("Compare with the solver").UncheckAsync();
        await page.Page.Locator("#views").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        page.IsClean();
    }

    private float[] Predict(float[] field)
    {
        using OnnxOperatorSession session = OnnxOperatorSession.Open(File.ReadAllBytes(server.Darcy));
        return session.Run((field, [1, 1, Size, Size])).Values;
    }

    // Such as 0.0123, −1.2×10⁻⁴ or 3.2 %.
    private static double Number(string text)
    {
        string[] parts = text.Split(" ")[0].Replace('−', '-').Split("×10");
        double mantissa = double.Parse(parts[0], CultureInfo.InvariantCulture);
        string power = parts.Length < 2 ? "0"
            : string.Concat(parts[1].Select(c => c == '⁻' ? '-' : (char)('0' + "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c))));
        return mantissa * Math.Pow(10, int.Parse(power, CultureInfo.InvariantCulture));
    }
}
