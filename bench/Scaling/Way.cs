using System.Diagnostics;
using System.Text.Json;

namespace Scaling.Bench;

/// <summary>A way to start a training.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Count">Workers of one process, or ranks of one worker.</param>
/// <param name="Megabits">The links between ranks; null where they share a machine.</param>
/// <param name="Start">Program and arguments in front of the command of a rank.</param>
/// <param name="AreRanks">Whether there are ranks.</param>
internal sealed record Way(string Name, int Count, int? Megabits, Func<string[]> Start, bool AreRanks)
{
    private static readonly string[] Launcher = ["/usr/bin/mpirun.openmpi", "--oversubscribe", "--bind-to", "none"];

    public static Way Workers(int count) => new($"one process, {count} workers", count, null, () => [], false);

    public static Way Ranks(int count)
        => new($"{count} ranks, one machine", count, null, () => [.. Launcher, "-n", $"{count}"], true);

    public static Way Linked(int count, int megabits, Namespaces network) => new(
        $"{count} ranks, {count} namespaces, {megabits} Mbit/s", count, megabits, () =>
        {
            network.Shape(megabits);
            return [.. network.Enter(0), .. Launcher, .. network.Hosts(count), "-n", $"{count}"];
        }, true);

    /// <summary>Runs the program itself in this way.</summary>
    public Reading Measure(string model, RunSize size)
    {
        string[] line = [.. Start(), Environment.ProcessPath!, "--probe", model, "--workers",
            AreRanks ? "1" : $"{Count}", "--samples", $"{size.Samples}", "--epochs", $"{size.Epochs}"];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // The launcher's terminal may write in front of it.
        string reading = output.Split('\n').FirstOrDefault(l => l.Contains(Probe.Mark, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"'{string.Join(' ', line)}' gave no reading: {output}");
        return JsonSerializer.Deserialize<Reading>(
            reading[(reading.IndexOf(Probe.Mark, StringComparison.Ordinal) + Probe.Mark.Length)..])!;
    }
}
