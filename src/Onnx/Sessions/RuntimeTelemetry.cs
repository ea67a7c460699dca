using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// ONNX Runtime's telemetry. Version 1.31 keeps events and an identifier of the machine in the user's cache folder and
/// sends them to Microsoft. Programs that use this library work on other people's data, so they send nothing unless
/// somebody chose that by setting ORT_DISABLE_TELEMETRY themselves.
/// </summary>
internal static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    private static bool IsChosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Turns it off. Call before the native library is first used.</summary>
    public static void Refuse()
    {
        // The native library reads the process's environment, of which .NET keeps a copy.
        if (!OperatingSystem.IsWindows() && !IsChosen) SetVariable(Variable, "1", 0);
    }

    /// <summary>Turns off what Windows collects instead, once there is an environment.</summary>
    public static void RefuseEvents()
    {
        if (!IsChosen) OrtEnv.Instance().DisableTelemetryEvents();
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
