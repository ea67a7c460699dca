using System.Diagnostics;
using System.Text.Json;

namespace Readers.Bench;

/// <summary>The Python programs, in a process that reads one file after the other.</summary>
internal sealed class Python : IDisposable
{
    private readonly Process _process;

    public Python(string python) => _process = Start(python, "read");

    /// <summary>Runs the script to its end.</summary>
    public static void Run(string python, params string[] arguments)
    {
        using Process process = Start(python, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException("The Python program failed.");
    }

    /// <summary>Reads a file.</summary>
    public Cost Read(string file)
    {
        _process.StandardInput.WriteLine(file);
        _process.StandardInput.Flush();
        using JsonDocument answer = JsonDocument.Parse(_process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The Python program ended."));
        JsonElement cost = answer.RootElement;
        return new Cost(cost.GetProperty("seconds").GetDouble(), cost.GetProperty("cpu").GetDouble(),
            cost.GetProperty("sum").GetDouble());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string python, params string[] arguments)
        => Process.Start(new ProcessStartInfo(python,
            [Path.Combine(AppContext.BaseDirectory, "plain.py"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
