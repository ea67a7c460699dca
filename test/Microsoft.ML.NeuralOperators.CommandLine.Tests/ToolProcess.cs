using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>The tool in a process of its own, for what depends on the environment, and programs that call it.</summary>
internal static class ToolProcess
{
    private static readonly string Dotnet = Environment.ProcessPath is { } path
        && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : Find("dotnet") ?? "dotnet";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "neuralop.dll");

    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Writes the command <c>neuralop</c>, as a shell finds it once the tool is installed.</summary>
    public static void Install(TemporaryFolder folder)
        => Script(folder, "neuralop", $"exec \"{Dotnet}\" \"{Tool}\" \"$@\"");

    /// <summary>Writes a program.</summary>
    public static void Script(TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>How to start the tool.</summary>
    /// <param name="path">The folders in which programs are looked for.</param>
    /// <param name="arguments">Of the tool.</param>
    public static ProcessStartInfo Start(string path, params string[] arguments)
        => WithPath(new ProcessStartInfo(Dotnet, [Tool, .. arguments]), path);

    /// <summary>Runs a program to its end, with a folder before all others in its PATH; gives all that it wrote.
    /// </summary>
    public static string Run(string program, string folder, params string[] arguments)
    {
        using Process process = Process.Start(WithPath(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
        }, folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        // A shell that waits for what never comes.
        if (!process.WaitForExit(Longest)) process.Kill(entireProcessTree: true);
        return output.Result + errors.Result;
    }

    private static ProcessStartInfo WithPath(ProcessStartInfo start, string path)
    {
        start.Environment["PATH"] = path;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }
}
