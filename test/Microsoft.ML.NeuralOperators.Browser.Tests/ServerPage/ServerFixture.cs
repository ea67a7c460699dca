using Microsoft.AspNetCore.Builder;
using Microsoft.ML.NeuralOperators.Server;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>A server with three models, one that asks for a key, and a browser for all tests of a class.</summary>
/// <remarks>
/// For the pictures of the documentation: SERVER_MODEL names an ONNX file of a trained Darcy model, and
/// SERVER_SCREENSHOTS a folder that keeps the screenshots; both are full paths.
/// </remarks>
public sealed class ServerFixture : IAsyncLifetime
{
    public const string Key = "a key for the tests";
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _server, _guarded;
    private Chromium? _browser;

    /// <summary>Where screenshots go.</summary>
    public string Screenshots => Environment.GetEnvironmentVariable("SERVER_SCREENSHOTS") ?? _folder.Path;

    /// <summary>The file of the model "darcy".</summary>
    public string Darcy { get; private set; } = "";

    /// <summary>Where the server is.</summary>
    public string Address => _server!.Urls.Single();

    /// <summary>Where the one that asks for a key is.</summary>
    public string GuardedAddress => _guarded!.Urls.Single();

    /// <summary>A file for the page.</summary>
    public string Write(string name, byte[] content) => _folder.Write(name, content);

    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        if (_browser is null) return;
        Directory.CreateDirectory(Screenshots);
        Darcy = Environment.GetEnvironmentVariable("SERVER_MODEL") ?? _folder.Write("darcy.onnx", PageModels.Darcy());
        string line = _folder.Write("line.onnx", PageModels.Line()),
            two = _folder.Write("two.onnx", PageModels.TwoChannels());
        _server = await StartAsync($"Models:darcy={Darcy}", "Problems:darcy=Darcy", $"Models:line={line}",
            $"Models:two={two}");
        _guarded = await StartAsync($"Models:darcy={Darcy}", "Problems:darcy=Darcy", $"Keys:0={Key}");
    }

    /// <summary>Opens the page and waits for the first prediction; skipped where there is no browser.</summary>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="model">The model to choose.</param>
    /// <param name="before">What to do before the page loads.</param>
    internal async Task<DrawingPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light,
        string model = "darcy", Func<IPage, Task>? before = null)
    {
        DrawingPage page = await OpenAsync(Address, width, scheme, before);
        await page.Predicted();
        if (model != "darcy")
        {
            await page.Page.SelectOptionAsync("#model", model);
            await page.Settled();
        }
        return page;
    }

    /// <summary>Opens the page of an address.</summary>
    internal async Task<DrawingPage> OpenAsync(string address, int width, ColorScheme scheme,
        Func<IPage, Task>? before = null)
    {
        Assert.SkipWhen(_browser is null, Chromium.Missing);
        IPage page = await _browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width > 800 ? 900 : 844 },
            ColorScheme = scheme,
            DeviceScaleFactor = width > 800 ? 1 : 2,
            HasTouch = width <= 800,
        });
        var shown = new DrawingPage(page);
        if (before is not null) await before(page);
        await page.GotoAsync(address);
        return shown;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        foreach (WebApplication? server in new[] { _server, _guarded })
            if (server is not null) await server.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<WebApplication> StartAsync(params string[] settings)
    {
        WebApplication server = HttpServer.Create(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None",
            .. settings.Select(s => $"--OperatorServer:{s}")]);
        await server.StartAsync();
        return server;
    }
}
