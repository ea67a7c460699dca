using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>The threads that a session runs its operators with.</summary>
internal static class SessionThreads
{
    /// <summary>
    /// How long a thread polls for the next operator before it sleeps, in microseconds. For small fields, the next
    /// operator comes within that time. By default, ONNX Runtime polls a million times, which takes milliseconds and
    /// keeps other programs and sessions off the core: beside one busy core, predictions took twice as long. The
    /// polling time cannot be set for a pool shared between sessions, so every session has its own threads.
    /// </summary>
    private const int SpinMicroseconds = 20;

    /// <summary>Sets their number, and how they wait.</summary>
    /// <param name="session">Options of a session that does not exist yet.</param>
    /// <param name="threads">
    /// Their number; 0 for the cores that .NET may use, in a container often fewer than the machine has. Without a
    /// number, ONNX Runtime binds each thread to a core, even where other processes have bound theirs.
    /// </param>
    public static void Set(SessionOptions session, int threads)
    {
        session.IntraOpNumThreads = threads > 0 ? threads : Environment.ProcessorCount;
        session.AddSessionConfigEntry("session.intra_op.spin_duration_us",
            SpinMicroseconds.ToString(CultureInfo.InvariantCulture));
    }
}
