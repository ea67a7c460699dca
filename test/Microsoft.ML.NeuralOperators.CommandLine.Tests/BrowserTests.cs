using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>serve --open, with a program in the place of Linux' xdg-open.</summary>
public sealed partial class BrowserTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems open addresses without a program of the PATH.");
        (await ToolRun.Of(["train", _folder.Waves(), .. _folder.SmallFno(), "--epochs", "1"])).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_page_is_opened_at_the_printed_address()
    {
        string opened = _folder["opened"];
        ToolProcess.Script(_folder, "xdg-open", $"printf %s \"$1\" > '{opened}.part'; mv '{opened}.part' '{opened}'");

        string told = await Serve($"{_folder.Path}:/usr/bin:/bin", () => File.Exists(opened));

        Assert.Equal(Url().Match(told).Value, File.ReadAllText(opened).TrimEnd('/'));
        Assert.DoesNotContain("No browser", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_browser_it_serves_and_says_where_to_look()
    {
        string told = await Serve(_folder.Path, null);

        string address = Url().Match(told).Value;
        Assert.NotEmpty(address);
        Assert.Matches($"No browser could be started: .* Open {address} in one.", told);
    }

    // Serves until something happened, or without it until a warning was written, and gives what was told.
    private async Task<string> Serve(string path, Func<bool>? happened)
    {
        using Process tool = Process.Start(ToolProcess.Start(path, "serve", _folder["model.zip"], "--port", "0",
            "--open"))!;
        string told = "";
        try
        {
            while (happened is null ? !told.Contains(" in one.", StringComparison.Ordinal) : !Url().IsMatch(told))
                told += await tool.StandardError.ReadLineAsync() is { } line ? line + "\n"
                    : throw new InvalidOperationException($"The tool ended: {told}");
            while (happened?.Invoke() == false)
            {
                Assert.False(tool.HasExited, told);
                await Task.Delay(20);
            }
            using var client = new HttpClient();
            Assert.Contains("<title>", await client.GetStringAsync(Url().Match(told).Value), StringComparison.Ordinal);
            return told;
        }
        finally
        {
            tool.Kill();
            await tool.WaitForExitAsync();
        }
    }

    [GeneratedRegex(@"http://localhost:\d+")]
    private static partial Regex Url();
}
