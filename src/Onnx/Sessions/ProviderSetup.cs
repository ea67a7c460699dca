using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Execution providers: their names in ONNX Runtime, the packages they come in, and their settings.</summary>
internal static class ProviderSetup
{
    /// <summary>The provider that options ask for.</summary>
    public static ExecutionProviderKind KindOf(ExecutionOptions options)
        => options.Provider ?? (options.GpuDeviceId is null ? ExecutionProviderKind.Cpu : ExecutionProviderKind.Cuda);

    /// <summary>ONNX Runtime's name.</summary>
    public static string NameOf(ExecutionProviderKind kind) => kind switch
    {
        ExecutionProviderKind.Cpu => "CPUExecutionProvider",
        ExecutionProviderKind.Cuda => "CUDAExecutionProvider",
        ExecutionProviderKind.TensorRt => "TensorrtExecutionProvider",
        ExecutionProviderKind.DirectMl => "DmlExecutionProvider",
        ExecutionProviderKind.CoreMl => "CoreMLExecutionProvider",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"There is no execution provider {kind}."),
    };

    /// <summary>What is asked for, as part of a sentence.</summary>
    public static string Describe(ExecutionOptions options) => KindOf(options) switch
    {
        ExecutionProviderKind.Cuda => $"CUDA device {DeviceOf(options)}",
        ExecutionProviderKind.TensorRt => $"TensorRT on device {DeviceOf(options)}",
        ExecutionProviderKind.DirectMl => $"DirectML on device {DeviceOf(options)}",
        ExecutionProviderKind.CoreMl => "CoreML",
        _ => "the CPU",
    };

    /// <summary>How to get the provider for a program whose native library lacks it.</summary>
    public static string Remedy(ExecutionProviderKind kind) => kind switch
    {
        ExecutionProviderKind.DirectMl => "It runs on Windows: add 'dotnet add package "
            + "Microsoft.ML.OnnxRuntime.DirectML' instead of Microsoft.ML.OnnxRuntime",
        ExecutionProviderKind.CoreMl => "It is in the package Microsoft.ML.OnnxRuntime, only on macOS and iOS",
        _ => "Add it with 'dotnet add package Microsoft.ML.OnnxRuntime.Gpu' instead of Microsoft.ML.OnnxRuntime",
    };

    /// <summary>The settings of a provider, by ONNX Runtime's names.</summary>
    /// <param name="kind">The provider.</param>
    /// <param name="options">Device and numbers.</param>
    /// <param name="isRecorded">Whether runs are recorded as CUDA graphs.</param>
    public static Dictionary<string, string> Settings(ExecutionProviderKind kind, ExecutionOptions options,
        bool isRecorded = false)
        => kind switch
        {
            ExecutionProviderKind.Cuda => new()
            {
                ["device_id"] = DeviceOf(options).ToString(CultureInfo.InvariantCulture),
                ["use_tf32"] = options.AllowTf32 ? "1" : "0",
                // Trying every algorithm takes a second or more at every new shape, and found none faster.
                ["cudnn_conv_algo_search"] = "HEURISTIC",
                ["enable_cuda_graph"] = isRecorded ? "1" : "0",
            },
            ExecutionProviderKind.TensorRt => new()
            {
                ["device_id"] = DeviceOf(options).ToString(CultureInfo.InvariantCulture),
            },
            // MLProgram is the newer format; it allows open sizes and computes in single precision.
            ExecutionProviderKind.CoreMl => new() { ["ModelFormat"] = "MLProgram", ["MLComputeUnits"] = "ALL" },
            _ => [],
        };

    /// <summary>Asks for the provider.</summary>
    /// <exception cref="InvalidOperationException">The native library has none.</exception>
    /// <exception cref="OnnxRuntimeException">It cannot be used, for example because there is no device.</exception>
    public static void Append(SessionOptions session, ExecutionOptions options)
    {
        ExecutionProviderKind kind = KindOf(options);
        if (kind == ExecutionProviderKind.Cpu) return;
        string[] available = OrtEnv.Instance().GetAvailableProviders();
        if (!available.Contains(NameOf(kind)))
            throw new InvalidOperationException("this program's native library has only "
                + $"{string.Join(", ", available)}. {Remedy(kind)}.");
        switch (kind)
        {
            case ExecutionProviderKind.Cuda:
                AppendCuda(session, options);
                break;
            case ExecutionProviderKind.TensorRt:
                using (var tensorRt = new OrtTensorRTProviderOptions())
                {
                    tensorRt.UpdateOptions(Settings(kind, options));
                    session.AppendExecutionProvider_Tensorrt(tensorRt);
                }
                AppendCuda(session, options);
                break;
            case ExecutionProviderKind.DirectMl:
                // DirectML requires both.
                session.EnableMemoryPattern = false;
                session.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                session.AppendExecutionProvider_DML(DeviceOf(options));
                break;
            default:
                session.AppendExecutionProvider("CoreML", Settings(kind, options));
                break;
        }
    }

    private static int DeviceOf(ExecutionOptions options) => options.GpuDeviceId ?? 0;

    /// <summary>Asks for CUDA, on which runs may be recorded as graphs.</summary>
    public static void AppendCuda(SessionOptions session, ExecutionOptions options, bool isRecorded = false)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(Settings(ExecutionProviderKind.Cuda, options, isRecorded));
        session.AppendExecutionProvider_CUDA(cuda);
    }
}
