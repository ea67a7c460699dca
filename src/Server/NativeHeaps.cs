using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// Keeps glibc to one heap. It makes one for each of up to eight threads a core, and none of them gives back what
/// others could use: in ten minutes of load a server grew from 216 to 301 MB; with one heap, in three, from 211 to 214.
/// </summary>
internal static partial class NativeHeaps
{
    private const int MaximumArenas = -8;

    /// <summary>
    /// Does so from now on, unless the environment's MALLOC_ARENA_MAX says otherwise; nothing where there is no glibc.
    /// </summary>
    public static void Limit()
    {
        if (!OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is { Length: > 0 }) return;
        try
        {
            _ = SetOption(MaximumArenas, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
