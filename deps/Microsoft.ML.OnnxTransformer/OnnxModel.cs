using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A session with the shapes its columns have.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly string? _ownedFile;

    public OnnxModel(IHostEnvironment env, OnnxOptions options, bool ownsFile)
    {
        if (string.IsNullOrEmpty(options.ModelFile)) throw new ArgumentNullException(nameof(options), "ModelFile is empty");
        if (!File.Exists(options.ModelFile)) throw new FileNotFoundException($"Model file {options.ModelFile} does not exists.", options.ModelFile);
        (ModelFile, _ownedFile) = (options.ModelFile, ownsFile ? options.ModelFile : null);
        try
        {
            Session = Open(env, options);
            Inputs = [.. (options.InputColumns ?? [.. Session.InputMetadata.Keys]).Select(n => Node(n, Session.InputMetadata, options.ShapeDictionary))];
            Outputs = [.. (options.OutputColumns ?? [.. Session.OutputMetadata.Keys]).Select(n => Node(n, Session.OutputMetadata, options.ShapeDictionary))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string ModelFile { get; }

    public InferenceSession Session { get; } = null!;

    public OnnxNode[] Inputs { get; } = [];

    public OnnxNode[] Outputs { get; } = [];

    public void Dispose()
    {
        Session?.Dispose();
        if (_ownedFile is not null) File.Delete(_ownedFile);
    }

    private static InferenceSession Open(IHostEnvironment env, OnnxOptions options)
    {
        MLContext context = ((IHostEnvironmentInternal)env).Context;
        if (env.GetOnnxSessionOption().CreateSessionOptions is { } create) return new InferenceSession(options.ModelFile, create());
        int? gpu = options.GpuDeviceId ?? context.GpuDeviceId;
        bool fallback = options.GpuDeviceId is null ? context.FallbackToCpu : options.FallbackToCpu;
        if (gpu is { } device)
        {
            try
            {
                using var cuda = new SessionOptions();
                cuda.AppendExecutionProvider_CUDA(device);
                return new InferenceSession(options.ModelFile, cuda);
            }
            catch (OnnxRuntimeException) when (fallback)
            {
                // The CPU stands in, as asked.
            }
            catch (OnnxRuntimeException error)
            {
                throw new InvalidOperationException($"GPU with ID {device} is not found.", error);
            }
        }
        using var settings = new SessionOptions();
        if (options.InterOpNumThreads is { } inter) settings.InterOpNumThreads = inter;
        if (options.IntraOpNumThreads is { } intra) settings.IntraOpNumThreads = intra;
        return new InferenceSession(options.ModelFile, settings);
    }

    private static OnnxNode Node(string name, IReadOnlyDictionary<string, NodeMetadata> nodes, IDictionary<string, int[]>? shapes)
    {
        if (!nodes.TryGetValue(name, out NodeMetadata? node))
            throw new ArgumentOutOfRangeException(nameof(name), $"Column {name} doesn't match any node names of the ONNX model: {string.Join(", ", nodes.Keys)}");
        int[] shape = [.. node.Dimensions];
        if (shapes is not null && shapes.TryGetValue(name, out int[]? given))
        {
            bool fits = given.Length == shape.Length && shape.Zip(given).All(pair => pair.First <= 0 || pair.First == pair.Second);
            if (!fits) throw new ArgumentException($"The specified shape [{string.Join(", ", given)}] for '{name}' is not compatible with the model's [{string.Join(", ", shape)}].");
            shape = given;
        }
        if (shape.Length > 0 && shape[0] <= 0) shape[0] = 1;
        shape = Array.ConvertAll(shape, d => Math.Max(d, 0));
        PrimitiveDataViewType item = ColumnTypes.Find(node.ElementType) ?? throw new NotSupportedException($"The element type {node.ElementType} of '{name}' is not supported.");
        return new OnnxNode(name, shape, item);
    }
}

/// <summary>An input or output of a model; a size 0 is not known.</summary>
internal sealed record OnnxNode(string Name, int[] Shape, PrimitiveDataViewType Item)
{
    public bool IsScalar => Shape.Length == 0;

    public DataViewType ColumnType => IsScalar ? Item : Shape.Contains(0) ? new VectorDataViewType(Item, 0) : new VectorDataViewType(Item, Shape);
}
