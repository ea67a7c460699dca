using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>What the page asks the server for, and what it takes from files and gives to them.</summary>
public sealed class ExchangeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Predict = "**/predict?*";

    [Fact]
    public async Task One_prediction_is_asked_for_at_a_time_and_the_last_drawing_wins()
    {
        DrawingPage page = await server.OpenAsync();
        int open = 0, most = 0;
        await page.Page.RouteAsync(Predict, async route =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            await Task.Delay(150);
            Interlocked.Decrement(ref open);
            await route.ContinueAsync();
        });
        int before = page.Predictions.Length;
        for (int i = 1; i < 10; i++) await page.Draw((0.1f * i, 0.2f), (0.1f * i, 0.8f));
        await page.Settled();
        Assert.Equal(1, most);
        Assert.True(page.Predictions.Length - before < 40, $"{page.Predictions.Length - before} requests");
        await page.Page.ClickAsync("#undo");
        await page.Settled();
        float[] last = page.Predictions[^1].Field;
        await page.Page.ClickAsync("#redo");
        await page.Settled();
        Assert.NotEqual(last, page.Predictions[^1].Field);
        page.IsClean();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_reported_and_asked_again()
    {
        DrawingPage page = await server.OpenAsync();
        await page.Page.RouteAsync(Predict, route => route.AbortAsync());
        await page.Draw((0.2f, 0.2f), (0.8f, 0.8f));
        ILocator trouble = page.Page.Locator("#trouble");
        await trouble.WaitForAsync(new() { State = WaitForSelectorState.Visible });
        Assert.Equal("The server does not answer.", await trouble.InnerTextAsync());
        int[] stale = await page.Pixels("output");
        await page.Page.UnrouteAsync(Predict);
        // Nobody does anything: the page asks again by itself.
        await trouble.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Settled();
        Assert.NotEqual(stale, await page.Pixels("output"));
    }

    [Fact]
    public async Task A_server_that_asks_for_a_key_gets_it_and_nobody_else()
    {
        DrawingPage page = await server.OpenAsync(server.GuardedAddress, 390, ColorScheme.Light);
        ILocator key = page.Page.GetByLabel("API key");
        await key.WaitForAsync();
        await Axe.FindsNothingAsync(page.Page);
        await key.FillAsync("a wrong key for the tests");
        await key.PressAsync("Enter");
        await page.Page.GetByText("The server does not know that key").WaitForAsync();
        await key.FillAsync(ServerFixture.Key);
        await key.PressAsync("Enter");
        await page.Predicted();
        Assert.Equal("0", await page.Page.EvaluateAsync<string>(
            "`${localStorage.length + sessionStorage.length + document.cookie.length}`"));
        Assert.DoesNotContain(page.Requests, url => url.Contains("key%20for") || url.Contains("key+for"));
        Assert.All(page.Requests, url => Assert.StartsWith(server.GuardedAddress, url));
    }

    [Fact]
    public async Task Files_go_in_and_out_as_they_are()
    {
        DrawingPage page = await server.OpenAsync();
        float[] field = [.. Enumerable.Range(0, 24 * 40).Select(i => 3 + i / 40 * 0.25f + i % 40 * 0.01f)];
        await Load(page, "field.npy", Npy(field, "(24, 40)"));
        await page.Settled();
        Assert.Contains("shape=1%2C24%2C40", page.Predictions[^1].Url);
        Assert.Equal(field, page.Predictions[^1].Field);
        IDownload saved = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#save-input"));
        byte[] bytes = File.ReadAllBytes(await saved.PathAsync());
        Assert.Equal("darcy-input.npy", saved.SuggestedFilename);
        Assert.Contains("'shape': (1, 24, 40)", Encoding.ASCII.GetString(bytes, 10, 118));
        Assert.Equal(field, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(bytes.Length - 4 * field.Length)).ToArray());
        IDownload picture = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#save-picture"));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(await picture.PathAsync())[..4]);
        page.IsClean();
    }

    [Fact]
    public async Task Tables_and_other_orders_are_read_as_well()
    {
        DrawingPage page = await server.OpenAsync();
        await Load(page, "field.csv", Encoding.UTF8.GetBytes("x;y;z;w\n" + string.Join("\r\n",
            Enumerable.Range(0, 8).Select(i => string.Join(';', Enumerable.Range(0, 8).Select(j => $"{3 + i}.5e0"))))));
        await page.Settled();
        Assert.Equal(Enumerable.Range(0, 64).Select(i => 3.5f + i / 8), page.Predictions[^1].Field);
        // Columns first, in double precision and big-endian, and the first of several samples.
        byte[] content = [.. Enumerable.Range(0, 2 * 8 * 16)
            .SelectMany(i => BitConverter.GetBytes((double)i).Reverse())];
        await Load(page, "field.npy", Npy(content, "(2, 8, 16)", ">f8", "True"));
        await page.Settled();
        Assert.Equal(Enumerable.Range(0, 8 * 16).Select(i => (float)(2 * (i / 16) + 16 * (i % 16))),
            page.Predictions[^1].Field);
    }

    [Theory]
    [InlineData("field.npy", "no numbers at all", "The file is not a .npy file.")]
    [InlineData("field.csv", "1,2\n3\n", "Row 2: expected 2 numbers as in the first, got 1.")]
    [InlineData("field.csv", "x,y\n1,2\nnan,4\n", "field.csv has numbers that are missing or infinite.")]
    [InlineData("field.csv", "title\n", "The file has no rows of numbers.")]
    [InlineData("field.png", "no picture", "field.png is not a picture.")]
    [InlineData("field.doc", "x", "field.doc: expected .npy, .csv or .png.")]
    public async Task A_file_that_cannot_be_read_is_reported(string name, string content, string expected)
    {
        DrawingPage page = await server.OpenAsync();
        await Load(page, name, Encoding.UTF8.GetBytes(content));
        await page.Page.GetByText(expected).WaitForAsync();
    }

    [Fact]
    public async Task Lines_and_several_channels_are_drawn_as_well()
    {
        DrawingPage page = await server.OpenAsync(model: "line");
        LocatorBoundingBoxResult box = (await page.Page.Locator("#input-chart svg").BoundingBoxAsync())!;
        string before = (await page.Page.Locator("#output-chart .curve:not(.second)").GetAttributeAsync("d"))!;
        await page.Page.Mouse.MoveAsync(box.X + 0.25f * box.Width, box.Y + 2);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + 0.5f * box.Width, box.Y + 2, new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        await page.Settled();
        Assert.Contains("shape=1%2C64", page.Predictions[^1].Url);
        Assert.All(page.Predictions[^1].Field[17..31], value => Assert.InRange(value, 1.9f, 2.1f));
        Assert.NotEqual(before, await page.Page.Locator("#output-chart .curve:not(.second)").GetAttributeAsync("d"));
        await page.Page.SelectOptionAsync("#model", "two");
        await page.Settled();
        await page.Page.SelectOptionAsync("#channel", new SelectOptionValue { Value = "1" });
        await page.Page.ClickAsync("#clear");
        await page.Settled();
        float[] both = page.Predictions[^1].Field;
        Assert.Equal(2 * 64 * 64, both.Length);
        Assert.Single(both[(64 * 64)..].Distinct());
        Assert.True(both[..(64 * 64)].Distinct().Count() > 100);
        int[] first = await page.Pixels("output");
        await page.Page.SelectOptionAsync("#output-channel", new SelectOptionValue { Value = "1" });
        await page.Settled();
        Assert.NotEqual(first, await page.Pixels("output"));
        page.IsClean();
    }

    private static Task Load(DrawingPage page, string name, byte[] content)
        => page.Page.SetInputFilesAsync("#load",
            new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });

    private static byte[] Npy(float[] values, string shape)
        => Npy(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape, "<f4", "False");

    private static byte[] Npy(byte[] content, string shape, string type, string isFortran)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {isFortran}, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. content];
    }
}
