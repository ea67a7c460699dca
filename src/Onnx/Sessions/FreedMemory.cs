using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Gives the memory of freed sessions back to the system. glibc keeps a heap for each of several threads, and models
/// that one thread opens and another frees leave holes in all of them: a server that took a new model every second grew
/// from 240 to 340 MB in two minutes.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Does so once; nothing where there is no glibc.</summary>
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
