using Microsoft.ML.NeuralOperators.Model.Chains;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.NeuralOperators.Model.Loading;

/// <summary>Turns saved files back into neural operator transformers.</summary>
internal static class ModelLoader
{
    private const int BatchSize = 16;

    public static ITransformer Load(MLContext mlContext, ExecutionOptions execution, string path,
        out DataViewSchema inputSchema)
    {
        RequireFile(path);
        OnnxRuntimeLibrary.Require();
        // One handle throughout: what was checked is what is loaded.
        using FileStream stream = File.OpenRead(path);
        IReadOnlyList<byte[]> graphs = LoadFailure.Guard(path, () => ModelArchive.Graphs(stream));
        var operators = new List<NeuralOperatorTransformer?>();
        ITransformer? loaded = null;
        try
        {
            foreach (byte[] graph in graphs) operators.Add(Open(mlContext, execution, () => OnnxModel.Of(graph), path));
            if (operators.All(o => o is null)) throw new FormatException($"'{path}' holds no neural operator.");
            bool isOnCpu = operators.All(o => o is null or { IsOnCpu: true });
            (loaded, inputSchema) = LoadFailure.Guard(path, () => TemporaryNames.Again(() =>
            {
                stream.Position = 0;
                return CpuContext.Run(mlContext, isOnCpu,
                    () => (mlContext.Model.Load(stream, out DataViewSchema schema), schema));
            }));
            return Splice(loaded, operators, path);
        }
        catch
        {
            foreach (NeuralOperatorTransformer? opened in operators) opened?.Dispose();
            (loaded as IDisposable)?.Dispose();
            throw;
        }
    }

    public static NeuralOperatorTransformer LoadOnnx(MLContext mlContext, ExecutionOptions execution, string path)
    {
        RequireFile(path);
        return Open(mlContext, execution, () => OnnxModel.Read(path), path)
            ?? throw new FormatException($"'{path}' is an ONNX model, but not one of this library: it has no metadata "
            + "of a neural operator.");
    }

    private static void RequireFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
    }

    // A chain's ONNX transformers and the zip's graphs come in the same order.
    private static ITransformer Splice(ITransformer loaded, IReadOnlyList<NeuralOperatorTransformer?> operators,
        string path)
    {
        OnnxTransformer[] stock = [.. ChainExporter.Flat(loaded).OfType<OnnxTransformer>()];
        if (stock.Length != operators.Count)
            throw new FormatException(
                $"'{path}' cannot be loaded: it holds {operators.Count} ONNX graphs for {stock.Length} transformers.");
        int next = 0;
        return Replace(loaded);

        ITransformer Replace(ITransformer transformer)
        {
            if (transformer is IEnumerable<ITransformer> chain)
                return new TransformerChain<ITransformer>(chain.Select(Replace).ToArray());
            if (transformer is not OnnxTransformer onnx || operators[next++] is not { } replacement) return transformer;
            onnx.Dispose();
            return replacement;
        }
    }

    private static NeuralOperatorTransformer? Open(MLContext mlContext, ExecutionOptions execution,
        Func<OnnxModel> read, string path)
    {
        ModelMetadata? metadata = null;
        OnnxModel model = LoadFailure.Guard(path, () =>
        {
            OnnxModel found = read();
            OnnxModelInfo info = OnnxModelInfo.Read(found.Graph, out ModelProto proto);
            metadata = ModelMetadata.From(info.Metadata);
            if (metadata is null) return found;
            metadata.RequireMatch(info);
            if (info.HasDigest) return found;
            OnnxRules.Require(proto, found.Graph, found.DataPath is not null);
            Warn(mlContext, path);
            return OnnxModel.Of(found.ToProto());
        });
        return metadata is null ? null
            : LoadFailure.GuardContent(path,
                () => new NeuralOperatorTransformer(mlContext, model, metadata, BatchSize, execution));
    }

    private static void Warn(MLContext mlContext, string path)
    {
        using IChannel channel = ((IHostEnvironment)mlContext).Register(nameof(ModelLoader)).Start("Load");
        channel.Warning(MessageSensitivity.None, $"'{path}' carries no digest, so damage to it cannot be noticed: "
            + "an earlier version or another program wrote it. Save the model again to give it one.");
    }
}
