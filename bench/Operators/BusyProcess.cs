using System.Diagnostics;
using Microsoft.ML.NeuralOperators;

namespace Operators.Bench;

/// <summary>A process beside the measured one that keeps one core busy until it is disposed.</summary>
internal sealed class BusyProcess : IDisposable
{
    /// <summary>The argument with which this program becomes such a process.</summary>
    public const string Argument = "--spin";

    private readonly Process _process;

    public BusyProcess()
    {
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            [Argument])
        { RedirectStandardOutput = true })!;
        // It says so when it is running.
        _process.StandardOutput.ReadLine();
    }

    /// <summary>What the process does, for ten minutes at most should nobody end it.</summary>
    public static void Spin()
    {
        Console.WriteLine("busy");
        double number = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalMinutes < 10;)
            for (int i = 0; i < 1_000_000; i++) number += Math.Sqrt(number + i);
        GC.KeepAlive(number);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
