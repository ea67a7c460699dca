using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Runs that write nothing to the error output of the process: what goes wrong is in the exception, and a client of a
/// server could fill its log otherwise.
/// </summary>
internal static class QuietRun
{
    public static RunOptions NewOptions() => new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
}
