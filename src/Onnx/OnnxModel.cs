using Microsoft.ML.NeuralOperators.Data;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// A model: the bytes of its graph with their digest and, if its tensors are too large for one file, a second file that
/// holds them.
/// </summary>
internal sealed class OnnxModel : IDisposable
{
    /// <summary>
    /// The most bytes of tensors in one file. Protobuf's limit is 2 GiB; the rest is left for nodes and metadata.
    /// </summary>
    public const long MostInside = int.MaxValue - (64L << 20);

    private readonly bool _isTemporary;

    private OnnxModel(byte[] graph, string? dataPath, bool isTemporary)
        => (Graph, DataPath, _isTemporary) = (graph, dataPath, isTemporary);

    /// <summary>The bytes of the graph; without a <see cref="DataPath"/>, those of the whole file.</summary>
    public byte[] Graph { get; }

    /// <summary>The file with the tensors that are not in the graph; null if all are in it.</summary>
    public string? DataPath { get; }

    /// <summary>A model that is one file.</summary>
    public static OnnxModel Of(byte[] file) => new(file, null, false);

    /// <summary>
    /// A model with its digest. Tensors that are too large for one file go to a temporary one, which
    /// <see cref="Dispose"/> removes.
    /// </summary>
    /// <param name="whole">A graph that holds all tensors, which is changed.</param>
    /// <param name="mostInside">Bytes of tensors that stay.</param>
    public static OnnxModel Of(ModelProto whole, long mostInside = MostInside)
    {
        if (ExternalData.BytesOf(whole) <= mostInside) return Of(OnnxSeal.Apply(whole));
        string path = Path.Combine(Path.GetTempPath(), $"neural-operator-{Guid.NewGuid():N}.data");
        ExternalData.MoveOut(whole, path);
        return new OnnxModel(OnnxSeal.Apply(whole), path, true);
    }

    /// <summary>Reads a file, and checks the one beside it that holds its large tensors.</summary>
    /// <exception cref="FormatException">Either is damaged or missing, or they do not belong together.</exception>
    public static OnnxModel Read(string path)
    {
        if (new FileInfo(path).Length > Array.MaxLength)
            throw new FormatException("The file has more than 2 GiB, which no ONNX graph has.");
        byte[] graph = File.ReadAllBytes(path);
        OnnxModelInfo.Read(graph, out ModelProto proto);
        return new OnnxModel(graph, ExternalData.Check(proto, Path.GetDirectoryName(Path.GetFullPath(path))!), false);
    }

    /// <summary>A copy to be changed, with all tensors inside and without the digest.</summary>
    public ModelProto ToProto()
    {
        OnnxModelInfo.Read(Graph, out ModelProto proto);
        OnnxSeal.Remove(proto);
        if (DataPath is not null) ExternalData.MoveIn(proto, DataPath);
        return proto;
    }

    /// <summary>The bytes of a single file, for readers that cannot read two.</summary>
    /// <exception cref="InvalidOperationException">They are more than one file can hold.</exception>
    public byte[] ToFile()
    {
        if (DataPath is null) return Graph;
        ModelProto proto = ToProto();
        long bytes = ExternalData.BytesOf(proto);
        return bytes <= MostInside ? OnnxSeal.Apply(proto)
            : throw new InvalidOperationException($"The model has {bytes >> 20} MiB of weights, more than one file of "
                + "ONNX or ML.NET holds. ExportToOnnx writes it as two files, which LoadOnnx reads.");
    }

    /// <summary>
    /// Writes the model: as one file, or with the large tensors in a second one, <c>NAME.onnx.data</c>. The second is
    /// complete before the first one takes its name; until then an older model stays as it was, its second file
    /// included.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="mostInside">Bytes of tensors that the first file may hold.</param>
    /// <param name="inUse">The second file of the model that this one was made from, if it has one; it stays.</param>
    /// <returns>The second file, or null.</returns>
    public string? Write(string path, long mostInside = MostInside, string? inUse = null)
    {
        string? before = ExternalData.FileOf(path), data = null;
        ModelProto proto = ToProto();
        if (ExternalData.BytesOf(proto) <= mostInside)
        {
            byte[] file = ToFile();
            AtomicFile.Write(path, stream => stream.Write(file));
        }
        else
        {
            data = $"{path}.data";
            for (int i = 2; Path.GetFullPath(data) == before || IsRead(data); i++) data = $"{path}.data{i}";
            ExternalData.MoveOut(proto, data);
            AtomicFile.Write(path, stream => stream.Write(OnnxSeal.Apply(proto)));
        }
        // A model exported over itself still reads the older file.
        if (before is not null && !IsRead(before)) Delete(before);
        return data;

        bool IsRead(string file) => Path.GetFullPath(file) is var full && (full == DataPath || full == inUse);
    }

    /// <summary>Removes a temporary file.</summary>
    public void Dispose()
    {
        if (_isTemporary) Delete(DataPath!);
    }

    // Windows does not delete a file that a session maps. Leaving it does no harm.
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
