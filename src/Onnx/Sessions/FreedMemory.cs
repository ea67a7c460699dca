using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Returns the memory of freed sessions to the system. glibc keeps several heaps, used by different threads, and models
/// that one thread opens and another frees leave holes in all of them: a server that reloaded a model every second grew
/// from 240 to 340 MB in two minutes.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Returns what is free now; does nothing without glibc.</summary>
    public static void Return()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
