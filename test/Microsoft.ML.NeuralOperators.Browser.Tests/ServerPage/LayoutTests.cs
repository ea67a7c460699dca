using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

public sealed class LayoutTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int Phone = 390, Tablet = 820, Desktop = 1280;

    [Theory]
    [InlineData(Phone)]
    [InlineData(Tablet)]
    [InlineData(Desktop)]
    public async Task Nothing_is_outside_the_window(int width)
    {
        foreach (string model in new[] { "darcy", "line", "two" })
        {
            DrawingPage page = await server.OpenAsync(width, model: model);
            string[] outside = await page.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('header *, main *')].filter(e => {
                  const box = e.getBoundingClientRect();
                  return box.width > 1 && !e.closest('.hidden') && (box.left < -0.5 || box.right > innerWidth + 0.5);
                }).map(e => e.outerHTML.slice(0, 120))
                """);
            Assert.Empty(outside);
            Assert.Equal(width, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            page.IsClean();
        }
    }

    /// <summary>Who draws sees what comes of it, without scrolling, on a phone as well.</summary>
    [Theory]
    [InlineData(Phone)]
    [InlineData(Tablet)]
    [InlineData(Desktop)]
    public async Task Both_pictures_are_seen_at_once(int width)
    {
        DrawingPage page = await server.OpenAsync(width);
        foreach (string id in new[] { "#input-picture", "#output-picture" })
        {
            LocatorBoundingBoxResult box = (await page.Page.Locator(id).BoundingBoxAsync())!;
            Assert.True(box.Y >= 0 && box.Y + box.Height <= page.Page.ViewportSize!.Height,
                $"{id}: {box.Y} {box.Height}");
            Assert.InRange(box.Width, 200, 700);
            Assert.Equal(box.Width, box.Height, 1f);
        }
    }

    /// <summary>On a phone the choices of several models and of a comparison take lines of their own.</summary>
    [Fact]
    public async Task The_numbers_of_both_pictures_are_seen_while_comparing()
    {
        DrawingPage page = await server.OpenAsync(Phone);
        await page.Page.GetByLabel("Compare with the solver").CheckAsync();
        await page.Settled();
        await page.Page.EvaluateAsync("scrollTo(0, 0)");
        Assert.True(await page.Page.Locator("#views").IsVisibleAsync());
        Assert.True(await page.Page.Locator("#model-choice").IsVisibleAsync());
        foreach (string id in new[] { "#input-bar", "#output-bar" })
        {
            LocatorBoundingBoxResult box = (await page.Page.Locator(id).BoundingBoxAsync())!;
            Assert.True(box.Y + box.Height <= page.Page.ViewportSize!.Height, $"{id} ends at {box.Y + box.Height}");
        }
    }

    [Theory]
    [MemberData(nameof(Looks.At), Phone, Desktop, MemberType = typeof(Looks))]
    public async Task Axe_finds_nothing(int width, ColorScheme scheme)
    {
        DrawingPage page = await server.OpenAsync(width, scheme);
        await page.Page.GetByLabel("Compare with the solver").CheckAsync();
        await page.Page.Locator("summary").ClickAsync();
        await page.Settled();
        await Axe.FindsNothingAsync(page.Page);
        await page.Page.SelectOptionAsync("#model", "line");
        await page.Settled();
        await Axe.FindsNothingAsync(page.Page);
        await page.Page.SelectOptionAsync("#model", "two");
        await page.Settled();
        await Axe.FindsNothingAsync(page.Page);
        page.IsClean();
    }

    /// <summary>Fingers need 24 pixels (WCAG 2.2, 2.5.8).</summary>
    [Fact]
    public async Task Controls_are_large_enough_for_fingers()
    {
        DrawingPage page = await server.OpenAsync(Phone);
        string[] small = await page.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, select, label:has(input), summary, [tabindex]')].filter(e => {
              const box = e.getBoundingClientRect();
              return box.width > 0 && (box.width < 24 || box.height < 24);
            }).map(e => e.outerHTML.slice(0, 120))
            """);
        Assert.Empty(small);
    }

    [Theory]
    [MemberData(nameof(Looks.At), Phone, Desktop, MemberType = typeof(Looks))]
    public async Task Screenshots_can_be_kept(int width, ColorScheme scheme)
    {
        DrawingPage page = await server.OpenAsync(width, scheme);
        await page.Page.GetByLabel("Compare with the solver").CheckAsync();
        await page.Draw((0.25f, 0.3f), (0.6f, 0.55f));
        await page.Settled();
        await page.Page.EvaluateAsync("scrollTo(0, 0)");
        string file = Path.Combine(server.Screenshots, $"server-{width}-{scheme.ToString().ToLowerInvariant()}.png");
        byte[] png = await page.Page.ScreenshotAsync(new() { Path = file, FullPage = width == Desktop });
        Assert.InRange(png.Length, 10_000, 600_000);
        page.IsClean();
    }
}
