using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

/// <summary>ONNX models as transforms. The session is made at once, so that faults show here.</summary>
public static class OnnxCatalog
{
    /// <summary>A model with its own column names.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [], [], modelFile, null, gpuDeviceId, fallbackToCpu);

    /// <summary>A model with its own column names and given shapes.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [], [], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    /// <summary>One output of one input.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [outputColumnName], [inputColumnName], modelFile, null, gpuDeviceId, fallbackToCpu);

    /// <summary>One output of one input with given shapes.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [outputColumnName], [inputColumnName], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    /// <summary>Some outputs of some inputs.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, outputColumnNames, inputColumnNames, modelFile, null, gpuDeviceId, fallbackToCpu);

    /// <summary>Some outputs of some inputs with given shapes.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    /// <summary>Some outputs of some inputs with given shapes, read to a given depth of nesting.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false, int recursionLimit = 100)
        => Create(catalog, outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu, recursionLimit);

    /// <summary>A model in a stream with its own column names.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [], [], modelBytes, null, gpuDeviceId, fallbackToCpu);

    /// <summary>A model in a stream with its own column names and given shapes.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, Stream modelBytes, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [], [], modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu);

    /// <summary>One output of one input of a model in a stream.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [outputColumnName], [inputColumnName], modelBytes, null, gpuDeviceId, fallbackToCpu);

    /// <summary>One output of one input of a model in a stream with given shapes.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, Stream modelBytes, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, [outputColumnName], [inputColumnName], modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu);

    /// <summary>Some outputs of some inputs of a model in a stream.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, outputColumnNames, inputColumnNames, modelBytes, null, gpuDeviceId, fallbackToCpu);

    /// <summary>Some outputs of some inputs of a model in a stream with given shapes.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, Stream modelBytes, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false)
        => Create(catalog, outputColumnNames, inputColumnNames, modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu);

    /// <summary>Some outputs of some inputs of a model in a stream with given shapes, read to a given depth of nesting.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, Stream modelBytes, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false, int recursionLimit = 100)
        => Create(catalog, outputColumnNames, inputColumnNames, modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu, recursionLimit);

    /// <summary>A model with options.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OnnxScoringEstimator(new OnnxTransformer(catalog.Environment, options, ownsFile: false));
    }

    /// <summary>A file in the context's temporary folder.</summary>
    internal static string Temporary(IHostEnvironment env, Action<string> write)
    {
        string path = Path.Combine(((IHostEnvironmentInternal)env).Context.TempFilePath ?? Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        write(path);
        return path;
    }

    private static OnnxScoringEstimator Create(TransformsCatalog catalog, string[] outputs, string[] inputs, Stream stream,
        IDictionary<string, int[]>? shapes, int? gpu, bool fallback, int recursionLimit = 100)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string path = Temporary(catalog.Environment, target =>
        {
            using FileStream file = File.Create(target);
            stream.Seek(0, SeekOrigin.Begin);
            stream.CopyTo(file);
        });
        return Create(catalog, outputs, inputs, path, shapes, gpu, fallback, recursionLimit, ownsFile: true);
    }

    private static OnnxScoringEstimator Create(TransformsCatalog catalog, string[] outputs, string[] inputs, string path,
        IDictionary<string, int[]>? shapes, int? gpu, bool fallback, int recursionLimit = 100, bool ownsFile = false)
        => new(new OnnxTransformer(catalog.Environment, new OnnxOptions
        {
            ModelFile = path,
            InputColumns = inputs,
            OutputColumns = outputs,
            ShapeDictionary = shapes,
            GpuDeviceId = gpu,
            FallbackToCpu = fallback,
            RecursionLimit = recursionLimit,
        }, ownsFile));
}
