using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Onnx;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>Turns saved files back into neural operator transformers.</summary>
internal static class ModelLoader
{
    private const int BatchSize = 16;

    public static ITransformer Load(MLContext mlContext, string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        OnnxRuntimeLibrary.Require();
        ITransformer loaded;
        try
        {
            loaded = mlContext.Model.Load(path, out inputSchema);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or InvalidOperationException or EndOfStreamException)
        {
            throw new FormatException($"'{path}' is no ML.NET model: {error.Message}", error);
        }
        var graphs = new Queue<byte[]>(Graphs(path));
        try
        {
            return Wrap(mlContext, loaded, graphs, path);
        }
        catch
        {
            (loaded as IDisposable)?.Dispose();
            throw;
        }
    }

    public static NeuralOperatorTransformer LoadOnnx(MLContext mlContext, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        return Open(mlContext, File.ReadAllBytes(path))
            ?? throw new FormatException($"'{path}' is an ONNX model, but not one of this library: it has no metadata of a neural operator.");
    }

    // A chain's transformers and the zip's graphs come in the same order.
    private static ITransformer Wrap(MLContext mlContext, ITransformer loaded, Queue<byte[]> graphs, string path)
    {
        bool found = false;
        ITransformer result = Replace(loaded);
        return found ? result : throw new FormatException($"'{path}' is an ML.NET model, but holds no neural operator.");

        ITransformer Replace(ITransformer transformer)
        {
            if (transformer is IEnumerable<ITransformer> chain) return new TransformerChain<ITransformer>(chain.Select(Replace).ToArray());
            if (transformer is not Transforms.Onnx.OnnxTransformer || !graphs.TryDequeue(out byte[]? graph)) return transformer;
            if (Open(mlContext, graph) is not { } wrapped) return transformer;
            ((IDisposable)transformer).Dispose();
            found = true;
            return wrapped;
        }
    }

    private static NeuralOperatorTransformer? Open(MLContext mlContext, byte[] graph)
        => ModelMetadata.From(OnnxModelInfo.Read(graph).Metadata) is { } metadata
            ? new NeuralOperatorTransformer(mlContext, graph, metadata, BatchSize) : null;

    // ML.NET keeps a graph as the entry '…/OnnxModel': the length in four bytes, then the file.
    private static IEnumerable<byte[]> Graphs(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.Name == "OnnxModel" || e.FullName.EndsWith("\\OnnxModel", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            using Stream stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            byte[] bytes = memory.ToArray();
            if (bytes.Length < 4 || BitConverter.ToInt32(bytes) != bytes.Length - 4)
                throw new FormatException($"'{path}': the entry '{entry.FullName}' is no ONNX graph of ML.NET.");
            yield return bytes[4..];
        }
    }
}
