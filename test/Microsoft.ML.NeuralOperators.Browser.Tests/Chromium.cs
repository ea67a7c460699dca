namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>Where a Chromium, Chrome or Edge is installed.</summary>
internal static class Chromium
{
    public const string Missing = "There is no Chromium, Chrome or Edge; on Debian, the package chromium brings one.";

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

    /// <summary>The program, from PATH or the usual places; null where there is none.</summary>
    public static string? Find() => OnPath().Concat(UsualPlaces).FirstOrDefault(File.Exists);

    private static IEnumerable<string> OnPath()
        => from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
           from name in Names
           select Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
}
