using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML.NeuralOperators.Data;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Tensors in a file beside the graph, in ONNX's external data format: a file name without folders, an offset and a
/// length. Offsets are multiples of 4096, so that ONNX Runtime can map the file. The graph holds the file's SHA-256.
/// </summary>
internal static class ExternalData
{
    private const string DigestKey = "neural_operator_data_sha256";
    private const string Location = "location", Offset = "offset", Length = "length";
    private const int OutsideLocation = 1;
    // Smaller tensors are sizes and indices, which ONNX Runtime needs in the graph.
    private const int Smallest = 1024;
    private const int Alignment = 4096, BufferSize = 1 << 20;

    /// <summary>Bytes of all tensors in a graph.</summary>
    public static long BytesOf(ModelProto model) => model.Graph.Initializer.Sum(t => (long)t.RawData.Length);

    /// <summary>Bytes that a tensor has in another file; null for one in the graph.</summary>
    public static long? LengthOf(TensorProto tensor)
        => tensor.DataLocation == OutsideLocation ? Number(tensor, Length) : null;

    /// <summary>Moves the large tensors of a graph to a file, and records in the graph where they are.</summary>
    /// <param name="model">The model; it is changed, and must be given its digest afterwards.</param>
    /// <param name="path">The file to write; it appears whole or not at all.</param>
    public static void MoveOut(ModelProto model, string path)
    {
        string name = Path.GetFileName(path);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AtomicFile.Write(path, stream =>
        {
            long end = 0;
            foreach (TensorProto tensor in model.Graph.Initializer.Where(t => t.RawData.Length >= Smallest))
            {
                int gap = (int)(-end & (Alignment - 1));
                Append(new byte[gap]);
                Append(tensor.RawData.Span);
                tensor.ExternalData.Add([Entry(Location, name), Entry(Offset, Text(end + gap)),
                    Entry(Length, Text(tensor.RawData.Length))]);
                end += gap + tensor.RawData.Length;
                tensor.ClearRawData();
                tensor.DataLocation = OutsideLocation;
            }

            void Append(ReadOnlySpan<byte> bytes)
            {
                digest.AppendData(bytes);
                stream.Write(bytes);
            }
        });
        RemoveDigest(model);
        model.MetadataProps.Add(Entry(DigestKey, Convert.ToHexStringLower(digest.GetHashAndReset())));
    }

    /// <summary>Reads the tensors of a file back into their graph.</summary>
    public static void MoveIn(ModelProto model, string path)
    {
        using FileStream file = File.OpenRead(path);
        foreach (TensorProto tensor in Outside(model))
        {
            byte[] data = new byte[Number(tensor, Length)];
            file.Position = Number(tensor, Offset);
            file.ReadExactly(data);
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(data);
            tensor.ClearDataLocation();
            tensor.ExternalData.Clear();
        }
        RemoveDigest(model);
    }

    /// <summary>
    /// Finds the file in which a graph keeps tensors, and checks that it is unchanged since it was written.
    /// </summary>
    /// <param name="model">The graph.</param>
    /// <param name="folder">The folder of the graph's file.</param>
    /// <returns>Its path; null when all tensors are in the graph.</returns>
    /// <exception cref="FormatException">The file is missing, damaged, or belongs to another model.</exception>
    public static string? Check(ModelProto model, string folder)
    {
        TensorProto[] tensors = Outside(model);
        if (tensors.Length == 0) return null;
        string name = FileNameOf(tensors);
        if (model.MetadataProps.FirstOrDefault(p => p.Key == DigestKey)?.Value is not { } expected)
            throw new FormatException($"The model keeps weights in '{name}' but holds no digest of that file, as "
                + "models of this library do.");
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new FormatException($"The model keeps its weights in a second file, '{name}', which is not beside "
                + "it. Copy both files together.");
        using FileStream file = File.OpenRead(path);
        long end = 0;
        foreach (TensorProto tensor in tensors)
        {
            (long offset, long length) = (Number(tensor, Offset), Number(tensor, Length));
            if (offset != end + (-end & (Alignment - 1)) || length > file.Length - offset)
                throw new FormatException($"'{name}' does not hold this model's weights, or was cut short: "
                    + $"tensor '{tensor.Name}' is at {offset} with {length} bytes, of {file.Length}.");
            end = offset + length;
        }
        if (end != file.Length)
            throw new FormatException($"'{name}' is damaged, or belongs to another model: it has {file.Length} bytes "
                + $"instead of {end}.");
        string actual = DigestOf(file);
        return actual == expected ? path
            : throw new FormatException($"'{name}' is damaged, or belongs to another model: its SHA-256 is {actual} "
                + $"instead of {expected}.");
    }

    /// <summary>
    /// The file in which a model of this library keeps tensors; null if it keeps none or cannot be read.
    /// </summary>
    public static string? FileOf(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            OnnxModelInfo.Read(File.ReadAllBytes(path), out ModelProto model);
            TensorProto[] tensors = Outside(model);
            // Files of other programs may be shared by several models.
            if (tensors.Length == 0 || model.MetadataProps.All(p => p.Key != DigestKey)) return null;
            string data = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, FileNameOf(tensors));
            return File.Exists(data) ? data : null;
        }
        catch (Exception error) when (error is FormatException or IOException)
        {
            return null;
        }
    }

    private static TensorProto[] Outside(ModelProto model)
        => [.. model.Graph.Initializer.Where(t => t.DataLocation == OutsideLocation)];

    private static string DigestOf(FileStream file)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        for (int read; (read = file.Read(buffer)) > 0;) digest.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    // Only a name is accepted: a path could lead to any file of the machine.
    private static string FileNameOf(TensorProto[] tensors)
    {
        string[] names = [.. tensors.Select(t => Find(t, Location)).Distinct()];
        return names is [{ Length: > 0 } name] && name.AsSpan().IndexOfAny("/\\:") < 0 && name is not ("." or "..")
            ? name : throw new FormatException("Expected the model's weights in one file beside it, got "
                + $"{string.Join(" and ", names.Select(n => $"'{n}'"))}.");
    }

    private static long Number(TensorProto tensor, string key)
        => long.TryParse(Find(tensor, key), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= (key == Length ? Array.MaxLength : long.MaxValue / 2) ? number
            : throw new FormatException($"The {key} of the tensor '{tensor.Name}' is '{Find(tensor, key)}'.");

    private static string Find(TensorProto tensor, string key)
        => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value ?? "";

    private static void RemoveDigest(ModelProto model)
    {
        if (model.MetadataProps.FirstOrDefault(p => p.Key == DigestKey) is { } entry)
            model.MetadataProps.Remove(entry);
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
