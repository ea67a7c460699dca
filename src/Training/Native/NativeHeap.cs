using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// Keeps glibc from giving large blocks back to the system at every free: tensors of a training step are allocated and
/// freed over and over, and every block given back costs page faults. What that is worth is in docs/performance.md.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1, MaximumMaps = -4;
    private static readonly Lazy<bool> Tuned = new(Apply);

    /// <summary>Applies the settings once for the process; does nothing where there is no glibc.</summary>
    public static bool Tune() => Tuned.Value;

    private static bool Apply()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return SetOption(MaximumMaps, 0) == 1 && SetOption(TrimThreshold, -1) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
