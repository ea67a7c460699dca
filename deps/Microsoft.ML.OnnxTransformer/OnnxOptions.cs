using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>How an ONNX model is run.</summary>
public sealed class OnnxOptions
{
    /// <summary>The model file.</summary>
    public string ModelFile = null!;

    /// <summary>Inputs; all of the model when empty.</summary>
    public string[] InputColumns = null!;

    /// <summary>Outputs; all of the model when empty.</summary>
    public string[] OutputColumns = null!;

    /// <summary>CUDA device; the context's when null.</summary>
    public int? GpuDeviceId;

    /// <summary>Whether the CPU stands in where there is no such device.</summary>
    public bool FallbackToCpu;

    /// <summary>Shapes of inputs and outputs in place of unknown sizes.</summary>
    public IDictionary<string, int[]>? ShapeDictionary;

    /// <summary>Depth of the model file's nesting that is read; kept with the model, but not needed by ONNX Runtime's own reader.</summary>
    public int RecursionLimit = 100;

    /// <summary>Threads across operators.</summary>
    public int? InterOpNumThreads;

    /// <summary>Threads within operators.</summary>
    public int? IntraOpNumThreads;

    /// <summary>The defaults.</summary>
    public OnnxOptions()
    {
    }
}

/// <summary>How ONNX Runtime sessions are made, for all models of a context.</summary>
public sealed class OnnxSessionOptions
{
    /// <summary>Makes ONNX Runtime's options.</summary>
    public delegate SessionOptions CreateOnnxSessionOptions();

    /// <summary>The defaults.</summary>
    public OnnxSessionOptions()
    {
    }

    /// <summary>Threads across operators where the model does not say; 0 leaves it to ONNX Runtime.</summary>
    public int InterOpNumThreads { get; set; }

    /// <summary>Threads within operators where the model does not say; 0 leaves it to ONNX Runtime.</summary>
    public int IntraOpNumThreads { get; set; }

    /// <summary>Replaces everything else, the device too.</summary>
    public CreateOnnxSessionOptions? CreateSessionOptions { get; set; }
}

/// <summary>Session options of a context.</summary>
public static class OnnxSessionOptionsExtensions
{
    private const string Name = "OnnxSessionOptions";

    /// <summary>Sets them.</summary>
    public static void SetOnnxSessionOption(this IHostEnvironment env, OnnxSessionOptions onnxSessionOptions)
        => ((IHostEnvironmentInternal)env).Context.SetOption(Name, onnxSessionOptions);

    /// <summary>Gives them, or null where none were set.</summary>
    public static OnnxSessionOptions? GetOnnxSessionOption(this IHostEnvironment env)
        => ((IHostEnvironmentInternal)env).Context.GetOptionOrDefault<OnnxSessionOptions>(Name);
}
