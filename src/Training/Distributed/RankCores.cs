using System.IO.Hashing;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>How many cores a rank has.</summary>
internal static class RankCores
{
    /// <summary>
    /// Cores for each rank, the same number on all: those that the process may use, divided by the ranks of this
    /// machine that may use the same ones. A launcher may have bound the ranks to different cores.
    /// </summary>
    public static int Of(RankGroup group)
    {
        if (group.IsAlone) return Environment.ProcessorCount;
        ulong place = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Allowed()}"));
        ulong[] places = group.Gather(place);
        int own = Math.Max(1, Environment.ProcessorCount / places.Count(p => p == place));
        // Every rank has as many workers as the others.
        return group.Gather(own).Min();
    }

    // Linux says which cores a process may use; elsewhere ranks of a machine share all of them.
    private static string Allowed()
        => !OperatingSystem.IsLinux() ? "" : File.ReadLines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal), "");
}
