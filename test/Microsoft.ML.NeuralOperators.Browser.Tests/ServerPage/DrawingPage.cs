using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>The page of the server in the browser: what tests do with it, what it asked for, what it complained of.
/// </summary>
internal sealed class DrawingPage
{
    private readonly ConcurrentQueue<(string Url, float[] Field)> _predictions = new();
    private int _open;

    public DrawingPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // Tests read pixels again and again, the page does not.
            if (message.Type is "error" or "warning"
                && !message.Text.StartsWith("Canvas2D: Multiple readback", StringComparison.Ordinal))
                Messages.Enqueue(message.Text);
        };
        page.PageError += (_, error) => Messages.Enqueue(error);
        page.Request += (_, request) =>
        {
            Interlocked.Increment(ref _open);
            Requests.Enqueue(request.Url);
            if (request.Url.Contains("/predict?", StringComparison.Ordinal))
                _predictions.Enqueue((request.Url, MemoryMarshal.Cast<byte, float>(request.PostDataBuffer).ToArray()));
        };
        page.RequestFinished += (_, _) => Interlocked.Decrement(ref _open);
        page.RequestFailed += (_, _) => Interlocked.Decrement(ref _open);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>All addresses that were asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The fields that predictions were asked of, in order.</summary>
    public (string Url, float[] Field)[] Predictions => [.. _predictions];

    public ILocator Input => Page.Locator("#input-picture");

    /// <summary>The pixels of a picture, [rows, columns, 4].</summary>
    public Task<int[]> Pixels(string picture) => Page.EvaluateAsync<int[]>("""
        id => {
          const canvas = document.querySelector(`#${id}-picture canvas`);
          return [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data];
        }
        """, picture);

    /// <summary>Waits for the first prediction.</summary>
    public Task Predicted() => Assertions.Expect(Page.Locator("#model-time")).Not.ToHaveTextAsync("–");

    /// <summary>Waits until nothing is asked any more, and what came is drawn.</summary>
    public async Task Settled()
    {
        for (int before = -1; before != Requests.Count || Volatile.Read(ref _open) > 0;)
        {
            before = Requests.Count;
            await Page.WaitForTimeoutAsync(150);
        }
    }

    /// <summary>Draws with the mouse between two places from 0 to 1 of the picture.</summary>
    public async Task Draw((float X, float Y) from, (float X, float Y) to, MouseButton button = MouseButton.Left)
    {
        LocatorBoundingBoxResult box = (await Input.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + from.X * box.Width, box.Y + from.Y * box.Height);
        await Page.Mouse.DownAsync(new() { Button = button });
        await Page.Mouse.MoveAsync(box.X + to.X * box.Width, box.Y + to.Y * box.Height, new() { Steps = 8 });
        await Page.Mouse.UpAsync(new() { Button = button });
    }

    public Task<string> Text(string id) => Page.Locator($"#{id}").InnerTextAsync();

    /// <summary>The browser had nothing to complain of.</summary>
    public void IsClean() => Assert.Empty(Messages);
}
