using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>The page for keyboards and screen readers.</summary>
public sealed class AccessibilityTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Theory]
    [MemberData(nameof(Looks.At), 390, 1280, MemberType = typeof(Looks))]
    public async Task Axe_finds_no_violation(int width, ColorScheme scheme)
    {
        await Axe.FindsNothingAsync(await browser.OpenAsync(width, scheme));
        await Axe.FindsNothingAsync(await browser.OpenAsync(width, scheme, report: OtherFields.Page()));
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
}
