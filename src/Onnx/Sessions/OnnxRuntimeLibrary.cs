using System.ComponentModel;
using System.Reflection;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators;

/// <summary>ONNX Runtime's native library, which the program chooses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OnnxRuntimeLibrary
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Makes sure that ONNX Runtime can run, so that nobody learns after hours of training that it cannot.
    /// </summary>
    /// <exception cref="DllNotFoundException">
    /// Its native library is missing or cannot be loaded; the text says what to add.
    /// </exception>
    public static void Require()
    {
        try
        {
            lock (Gate)
                if (!OrtEnv.IsCreated) Start();
        }
        // Where the library is missing, the first use fails in a type initializer, and every later one likewise.
        catch (Exception error) when (Missing(error) is not null)
        {
            throw new DllNotFoundException(
                "ONNX Runtime, which runs every prediction, cannot be loaded. Add it to the program with "
                + $"'dotnet add package Microsoft.ML.OnnxRuntime --version {Version}', or with "
                + "'dotnet add package Microsoft.ML.OnnxRuntime.Gpu' for CUDA. "
                + $"({Missing(error)!.Message.Split('\n', StringSplitOptions.TrimEntries)[0]})", error);
        }
    }

    private static void Start()
    {
        RuntimeTelemetry.Refuse();
        var options = new EnvironmentCreationOptions
        {
            logId = "Microsoft.ML.NeuralOperators",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
        };
        try
        {
            OrtEnv.CreateInstanceWithOptions(ref options);
            RuntimeTelemetry.RefuseEvents();
        }
        // Another part of the program came first after all.
        catch (OnnxRuntimeException) when (OrtEnv.IsCreated)
        {
        }
    }

    /// <summary>
    /// The version of ONNX Runtime. The managed and the native package have the same; a commit follows it.
    /// </summary>
    internal static string Version
        => typeof(OrtEnv).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    private static DllNotFoundException? Missing(Exception? error)
    {
        while (error is TypeInitializationException) error = error.InnerException;
        return error as DllNotFoundException;
    }
}
