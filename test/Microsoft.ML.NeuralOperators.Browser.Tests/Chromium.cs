using Microsoft.Playwright;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>A Chromium, Chrome or Edge, which shows no window.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string Missing = "There is no Chromium, Chrome or Edge; on Debian, the package chromium brings one.";

    // The browser calls nobody by itself; without --no-sandbox it does not start as root in a container.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];

    private static readonly Environment.SpecialFolder[] WindowsFolders =
        [Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86,
            Environment.SpecialFolder.LocalApplicationData];

    private static readonly string[] WindowsPrograms =
        ["Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe"];

    private static readonly string[] UsualPlaces =
    [
        "/usr/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        .. from folder in WindowsFolders
           from program in WindowsPrograms
           select Path.Combine(Environment.GetFolderPath(folder), program),
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts the program from PATH or the usual places; null where there is none.</summary>
    public static async Task<Chromium?> StartAsync()
    {
        if (OnPath().Concat(UsualPlaces).FirstOrDefault(File.Exists) is not { } program) return null;
        IPlaywright playwright = await Playwright.Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Headless = true,
            Args = Flags,
        }));
    }

    /// <summary>A window.</summary>
    public Task<IPage> NewPageAsync(BrowserNewPageOptions options) => _browser.NewPageAsync(options);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static IEnumerable<string> OnPath()
        => from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
           from name in Names
           select Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
}
