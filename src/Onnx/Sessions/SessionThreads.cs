using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>The threads that a session runs its operators with.</summary>
internal static class SessionThreads
{
    /// <summary>
    /// How long a thread looks for the next operator's work before it sleeps, in microseconds. Operators of small
    /// fields follow each other within that time. ONNX Runtime's own million of looks takes milliseconds, in which
    /// other programs and other sessions wait for the core: beside one busy core, predictions took twice as long. Its
    /// pool for all sessions of a process cannot be told how long, so each has a pool of its own.
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
