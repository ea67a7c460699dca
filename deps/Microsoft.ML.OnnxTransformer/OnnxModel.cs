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
        ArgumentNullException.ThrowIfNull(options.InputColumns);
        ArgumentNullException.ThrowIfNull(options.OutputColumns);
        foreach (string column in options.InputColumns.Concat(options.OutputColumns))
            Contracts.CheckParam(!string.IsNullOrWhiteSpace(column), nameof(options), "Names of columns cannot be empty");
        Contracts.CheckParam(!string.IsNullOrWhiteSpace(options.ModelFile), nameof(options.ModelFile), "ModelFile cannot be empty");
        if (!File.Exists(options.ModelFile)) throw new IOException($"Model file {options.ModelFile} does not exists.");
        (ModelFile, _ownedFile) = (options.ModelFile, ownsFile ? options.ModelFile : null);
        try
        {
            Session = Open(env, options);
            AllInputs = Nodes(Session.InputMetadata, options.ShapeDictionary);
            Dictionary<string, OnnxNode> outputs = Nodes(Session.OutputMetadata, options.ShapeDictionary);
            Inputs = options.InputColumns.Length > 0 ? options.InputColumns : [.. AllInputs.Keys];
            Outputs = [.. (options.OutputColumns.Length > 0 ? options.OutputColumns : [.. outputs.Keys]).Select(name => Find("Output", name, outputs))];
        }
        catch (OnnxRuntimeException error)
        {
            Dispose();
            throw new InvalidOperationException($"Error initializing model :{error}", error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string ModelFile { get; }

    public InferenceSession Session { get; } = null!;

    public string[] Inputs { get; } = [];

    public OnnxNode[] Outputs { get; } = [];

    private Dictionary<string, OnnxNode> AllInputs { get; } = [];

    /// <summary>An input by name; a name that the model lacks shows here, not when the model is opened, as in ML.NET.</summary>
    public OnnxNode Input(string name) => Find("Input", name, AllInputs);

    public void Dispose()
    {
        Session?.Dispose();
        if (_ownedFile is not null) File.Delete(_ownedFile);
    }

    private static InferenceSession Open(IHostEnvironment env, OnnxOptions options)
    {
        MLContext context = ((IHostEnvironmentInternal)env).Context;
        OnnxSessionOptions defaults = env.GetOnnxSessionOption() ?? new OnnxSessionOptions();
        if (defaults.CreateSessionOptions is { } create) return new InferenceSession(options.ModelFile, create());
        int? gpu = options.GpuDeviceId ?? context.GpuDeviceId;
        bool fallback = options.GpuDeviceId is null ? context.FallbackToCpu : options.FallbackToCpu;
        try
        {
            return Open(gpu);
        }
        catch (OnnxRuntimeException) when (gpu is not null && fallback)
        {
            // The CPU stands in, as asked.
            return Open(null);
        }

        InferenceSession Open(int? device)
        {
            using var settings = new SessionOptions();
            if (device is { } id) settings.AppendExecutionProvider_CUDA(id);
            settings.InterOpNumThreads = options.InterOpNumThreads ?? defaults.InterOpNumThreads;
            settings.IntraOpNumThreads = options.IntraOpNumThreads ?? defaults.IntraOpNumThreads;
            return new InferenceSession(options.ModelFile, settings);
        }
    }

    private static Dictionary<string, OnnxNode> Nodes(IReadOnlyDictionary<string, NodeMetadata> nodes, IDictionary<string, int[]>? shapes)
        => nodes.ToDictionary(node => node.Key, node => Node(node.Key, node.Value, shapes));

    private static OnnxNode Node(string name, NodeMetadata node, IDictionary<string, int[]>? shapes)
    {
        int[] shape = [.. node.Dimensions];
        if (shapes is not null && shapes.TryGetValue(name, out int[]? given))
        {
            bool fits = given.Length == shape.Length && shape.Zip(given).All(pair => pair.First <= 0 || pair.Second <= 0 || pair.First == pair.Second);
            if (!fits)
                throw new ArgumentOutOfRangeException(nameof(shapes), $"The specified shape {string.Join(",", given)} of '{name}' is not compatible with the shape {string.Join(",", shape)} "
                    + "loaded from the ONNX model file. Only unknown dimension can replace or be replaced by another dimension.");
            shape = [.. given];
        }
        if (shape.Length > 0 && shape[0] <= 0) shape[0] = 1;
        shape = Array.ConvertAll(shape, d => Math.Max(d, 0));
        PrimitiveDataViewType item = ColumnTypes.Find(node.ElementType) ?? throw new InvalidOperationException($"Unsupported ONNX scalar type: {node.ElementDataType}");
        return new OnnxNode(name, shape, item);
    }

    private static OnnxNode Find(string role, string name, Dictionary<string, OnnxNode> nodes) => nodes.TryGetValue(name, out OnnxNode? node) ? node
        : throw new ArgumentOutOfRangeException(nameof(name), $"{role} tensor, {name}, does not exist in the ONNX model. Available names are [{string.Join(",", nodes.Keys)}].");
}

/// <summary>An input or output of a model; a size 0 is not known.</summary>
internal sealed record OnnxNode(string Name, int[] Shape, PrimitiveDataViewType Item)
{
    public bool IsScalar => Shape.Length == 0;

    /// <summary>The product of the known sizes.</summary>
    public int Known => Shape.Where(d => d > 0).Aggregate(1, (product, d) => product * d);

    public DataViewType ColumnType => IsScalar ? Item : Shape.Contains(0) ? new VectorDataViewType(Item, 0) : new VectorDataViewType(Item, Shape);
}
