using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>A program whose results tests compare with.</summary>
internal static class OtherProgram
{
    /// <summary>Runs it to its end: what it complains about, or nothing.</summary>
    /// <param name="program">The program, on PATH or by its path.</param>
    /// <param name="folder">Where it runs; empty for here.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static string Run(string program, string folder, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        // Both are read at once: a program stops when one of them is full.
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd() + output.Result;
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit status {process.ExitCode}: {error}";
    }
}
