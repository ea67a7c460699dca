using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Options of runs that write nothing to the process's standard error: the exception says what went wrong, and clients
/// of a server could otherwise fill its log.
/// </summary>
internal static class QuietRun
{
    public static RunOptions NewOptions() => new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
}
