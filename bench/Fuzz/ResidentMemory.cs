using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>
/// Memory that the machine really gave, as Linux counts it: pages that were asked for but never touched are not in it.
/// </summary>
internal static class ResidentMemory
{
    private const string Reset = "/proc/self/clear_refs", Status = "/proc/self/status";

    /// <summary>Whether this system counts it.</summary>
    public static bool IsCounted { get; } = File.Exists(Reset) && File.Exists(Status);

    /// <summary>Begins anew to look for the largest, and gives what there is now, in bytes.</summary>
    public static long Begin()
    {
        File.WriteAllText(Reset, "5");
        return Read("VmRSS:");
    }

    /// <summary>The largest since <see cref="Begin"/>, in bytes.</summary>
    public static long Peak() => Read("VmHWM:");

    private static long Read(string name)
    {
        string line = File.ReadLines(Status).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
    }
}
