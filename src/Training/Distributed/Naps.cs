using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Short sleeps, for threads that poll. A thread that a timer wakes takes the core from one that calculates at once;
/// one that another thread wakes may wait for as long as a time slice.
/// </summary>
internal static partial class Naps
{
    /// <summary>Sleeps for some microseconds, and what the system adds to them: on Linux 60.</summary>
    public static void Take(uint microseconds)
    {
        if (OperatingSystem.IsWindows()) Thread.Sleep(1);
        else _ = SleepMicroseconds(microseconds);
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int SleepMicroseconds(uint microseconds);
}
