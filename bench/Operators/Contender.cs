using System.ComponentModel;
using System.Diagnostics;

namespace Operators.Bench;

/// <summary>
/// A program that can be measured. Every measurement is a process of its own, started with <c>--measure</c> and a
/// <see cref="Workload"/>, so that each program has its own environment, threads and warm-up.
/// </summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">What comes before <c>--measure</c>.</param>
internal sealed record Contender(string Name, string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Whether another process keeps one core busy meanwhile.</summary>
    public bool IsBesideLoad { get; init; }

    /// <summary>
    /// Whether it knows the ML.NET transformer; other programs predict with the network itself instead.
    /// </summary>
    public bool HasTransformer { get; init; }

    /// <summary>This program.</summary>
    public static Contender Ours { get; } = new("ours", Environment.ProcessPath!) { HasTransformer = true };

    /// <summary>This program as another checkout of the repository built it.</summary>
    /// <exception cref="FileNotFoundException">The checkout is not built.</exception>
    public static Contender Checkout(string folder)
        => Built("other", folder, "Operators", "Operators.Bench") with { HasTransformer = true };

    /// <summary>The same networks in plain TorchSharp: bench/PlainTorchSharp, which this project builds too.</summary>
    public static Contender PlainTorchSharp
        => Built("TorchSharp", Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."), "PlainTorchSharp",
            "PlainTorchSharp");

    /// <summary>The same networks in plain PyTorch; null where this Python has no PyTorch.</summary>
    public static Contender? PlainPyTorch(string python)
    {
        try
        {
            using Process probe = Process.Start(new ProcessStartInfo(python,
                ["-c", "import torch, numpy"])
            { RedirectStandardError = true })!;
            probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0
                ? new Contender("PyTorch", python, Path.Combine(AppContext.BaseDirectory, "plain_pytorch.py")) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs one measurement.</summary>
    /// <exception cref="InvalidOperationException">The program failed; its own words are in the text.</exception>
    public Reading Measure(Workload workload)
    {
        if (!HasTransformer && workload.Kind == Workload.Transformer)
            workload = workload with { Kind = Workload.Prediction };
        using BusyProcess? load = IsBesideLoad ? new BusyProcess() : null;
        using Process process =
            Process.Start(new ProcessStartInfo(Program, [.. Arguments, "--measure", workload.ToJson()])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Reading.Parse(output)
            : throw new InvalidOperationException($"'{Program}' ended with status {process.ExitCode} for "
            + $"{workload.ToJson()}: {errors.Result}{output}");
    }

    // All projects under bench have the same build output layout: bin/Release/net10.0.
    private static Contender Built(string name, string root, string project, string program)
    {
        string output = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."),
            AppContext.BaseDirectory);
        string path = Path.GetFullPath(Path.Combine(root, "bench", project, output,
            OperatingSystem.IsWindows() ? program + ".exe" : program));
        return File.Exists(path) ? new Contender(name, path)
            : throw new FileNotFoundException($"There is no '{path}'. Build bench/{project} there first, in the same "
            + "configuration.", path);
    }
}
