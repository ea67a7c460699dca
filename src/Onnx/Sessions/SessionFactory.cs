using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Opens models in ONNX Runtime: the one place that decides on providers and threads.</summary>
internal static class SessionFactory
{
    private const string DataFolder = "session.model_external_initializers_file_folder_path";

    /// <summary>Opens a model that was checked.</summary>
    /// <exception cref="FormatException">ONNX Runtime cannot run it.</exception>
    /// <exception cref="InvalidOperationException">
    /// The provider is missing, and the CPU may not be used instead.
    /// </exception>
    public static OpenedSession Open(OnnxModel model, ExecutionOptions options)
    {
        OnnxRuntimeLibrary.Require();
        Rules.Require(options);
        ExecutionProviderKind kind = ProviderSetup.KindOf(options);
        string? fallback = null;
        if (kind != ExecutionProviderKind.Cpu)
        {
            try
            {
                return Open(model, options, kind);
            }
            // A library without a provider lacks it or its entry point; one without a device says so.
            catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException
                or DllNotFoundException or InvalidOperationException)
            {
                fallback = $"ONNX Runtime cannot use {ProviderSetup.Describe(options)}: {error.Message}";
                if (!options.FallbackToCpu)
                    throw new InvalidOperationException($"{fallback} Set FallbackToCpu to run on the CPU instead.",
                        error);
            }
        }
        try
        {
            return Open(model, options with { Provider = ExecutionProviderKind.Cpu }, ExecutionProviderKind.Cpu) with
            {
                FallbackReason = fallback,
            };
        }
        catch (OnnxRuntimeException error)
        {
            throw new FormatException($"ONNX Runtime cannot run the model: {error.Message}", error);
        }
    }

    /// <summary>
    /// Opens a model on CUDA, whose runs ONNX Runtime records as a graph; see <see cref="GraphedRun"/>.
    /// </summary>
    /// <param name="graph">A <see cref="RecordableGraph"/>.</param>
    /// <param name="options">The device.</param>
    /// <exception cref="OnnxRuntimeException">It cannot be recorded.</exception>
    public static InferenceSession OpenRecorded(byte[] graph, ExecutionOptions options)
    {
        // What cannot be recorded runs without it, so nothing is worth a line on the standard error.
        using var session = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        SessionThreads.Set(session, 1);
        ProviderSetup.AppendCuda(session, options, isRecorded: true);
        return new InferenceSession(graph, session);
    }

    private static OpenedSession Open(OnnxModel model, ExecutionOptions options, ExecutionProviderKind kind)
    {
        using var session = new SessionOptions();
        SessionThreads.Set(session, options.Threads);
        ProviderSetup.Append(session, options);
        // The graph is the one that was checked; for the second file, ONNX Runtime is told the folder only.
        if (model.DataPath is { } data) session.AddSessionConfigEntry(DataFolder, Path.GetDirectoryName(data)!);
        return new OpenedSession(new InferenceSession(model.Graph, session), ProviderSetup.NameOf(kind));
    }
}

/// <summary>A session, and what it runs on.</summary>
/// <param name="Session">ONNX Runtime's session.</param>
/// <param name="Provider">Its first execution provider.</param>
internal sealed record OpenedSession(InferenceSession Session, string Provider) : IDisposable
{
    /// <summary>Why it runs on the CPU although another provider was asked for; null if none was.</summary>
    public string? FallbackReason { get; init; }

    public void Dispose() => Session.Dispose();
}
