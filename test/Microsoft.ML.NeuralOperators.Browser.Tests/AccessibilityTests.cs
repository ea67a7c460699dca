using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>The page for keyboards and screen readers.</summary>
public sealed class AccessibilityTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly Lazy<string> Axe = new(() =>
    {
        using Stream stream = typeof(AccessibilityTests).Assembly.GetManifestResourceStream("axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Axe_finds_no_violation(int width, ColorScheme scheme)
    {
        await FindsNothing(await browser.OpenAsync(width, scheme));
        await FindsNothing(await browser.OpenAsync(width, scheme, report: OtherFields.Page()));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Texts_stand_out_from_what_is_under_them(ColorScheme scheme)
    {
        IPage page = await browser.OpenAsync(1200, scheme);
        Text[] texts = await page.EvaluateAsync<Text[]>(Text.OfPage);
        Assert.NotEmpty(texts);
        // What WCAG 2.2 asks of small text, level AA.
        Assert.All(texts, t => Assert.True(t.Contrast >= 4.5, $"'{t.Content}': {t.Contrast}"));
        Assert.Equal(scheme == ColorScheme.Dark, texts[0].Background < 0.1);
    }

    /// <summary>The keyboard reaches all that can be used, and the focus is seen everywhere.</summary>
    [Fact]
    public async Task The_keyboard_reaches_everything_and_is_seen()
    {
        IPage page = await browser.OpenAsync(1200);
        const string Focus = """
            () => {
              const e = document.activeElement;
              if (e === document.body || e.dataset.seen) return '';
              e.dataset.seen = true;
              const shown = e.matches('fieldset input') ? e.nextElementSibling : e;
              const outline = getComputedStyle(shown).outlineStyle;
              return `${outline === 'none' ? 'unseen ' : ''}${e.className || e.tagName}`;
            }
            """;
        var reached = new List<string>();
        for (int i = 0; i < 100; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>(Focus) is not { Length: > 0 } focus) break;
            reached.Add(focus);
        }
        Assert.DoesNotContain(reached, r => r.StartsWith("unseen", StringComparison.Ordinal));
        Assert.Equal(1, reached.Count(r => r == "theme"));
        Assert.Equal(8, reached.Count(r => r == "picture"));
        // Two distributions, two spectra, the training: not the cross-sections, which the pictures steer.
        Assert.Equal(5, reached.Count(r => r.StartsWith("plot", StringComparison.Ordinal)));
        Assert.Equal(2, reached.Count(r => r == "INPUT"));
    }

    /// <summary>All of a page, what is folded included, keeps the rules of axe-core.</summary>
    internal static async Task FindsNothing(IPage page)
    {
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        // As a program of the debugger's, which the page's policy does not concern.
        await page.EvaluateAsync(Axe.Value);
        JsonElement found = await page.EvaluateAsync<JsonElement>("""
            async () => {
              const result = await axe.run(document);
              return { passes: result.passes.length, violations: result.violations.flatMap(v =>
                v.nodes.map(n => `${v.id}: ${n.html.slice(0, 150)} ${n.failureSummary}`)) };
            }
            """);
        Assert.Empty(found.GetProperty("violations").EnumerateArray().Select(v => v.GetString()));
        Assert.True(found.GetProperty("passes").GetInt32() > 20);
    }
}
