using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>One browser and one page for all tests of a class.</summary>
/// <remarks>
/// Two environment variables make the pictures of the documentation: REPORT_PAGE names a page that the demo wrote, to
/// be looked at instead of the made-up one; REPORT_SCREENSHOTS names a folder that keeps the screenshots. Both are full
/// paths: tests run in their output folder.
/// </remarks>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Chromium? _browser;
    private string _page = "";

    /// <summary>Where screenshots go.</summary>
    public string Screenshots => Environment.GetEnvironmentVariable("REPORT_SCREENSHOTS") ?? _folder.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        if (_browser is null) return;
        _page = Environment.GetEnvironmentVariable("REPORT_PAGE") ?? _folder["report.html"];
        if (!File.Exists(_page)) DemoPage.Write(_page);
        Directory.CreateDirectory(Screenshots);
    }

    /// <summary>Opens the page; the test is skipped where there is no browser.</summary>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="density">Pixels of the screen to a CSS pixel.</param>
    /// <param name="before">What to do before the page loads.</param>
    /// <param name="hasScripts">Whether scripts run.</param>
    /// <param name="report">Another page than the one of all tests.</param>
    public async Task<IPage> OpenAsync(int width, ColorScheme scheme = ColorScheme.Light, float density = 1,
        Action<IPage>? before = null, bool hasScripts = true, HtmlReport? report = null)
    {
        Assert.SkipWhen(_browser is null, Chromium.Missing);
        IPage page = await _browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width > 800 ? 1500 : 1400 },
            ColorScheme = scheme,
            DeviceScaleFactor = density,
            JavaScriptEnabled = hasScripts,
        });
        before?.Invoke(page);
        string file = report is null ? Path.GetFullPath(_page) : _folder[$"{Guid.NewGuid():N}.html"];
        report?.Save(file);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    /// <summary>Takes a screenshot; REPORT_SCREENSHOTS_FULL takes all of the page.</summary>
    public async Task KeepAsync(IPage page, string name, int width, ColorScheme scheme)
    {
        string file = Path.Combine(Screenshots, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png");
        bool isWhole = Environment.GetEnvironmentVariable("REPORT_SCREENSHOTS_FULL") is not null;
        byte[] png = await page.ScreenshotAsync(new() { Path = file, FullPage = isWhole });
        Assert.Equal(png, File.ReadAllBytes(file));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _folder.Dispose();
    }
}
