using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Fields;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>The zip file of an ML.NET model, read before ML.NET reads it: neither .NET nor ML.NET compares checksums.</summary>
internal static class ModelArchive
{
    /// <summary>The ONNX graphs in the order of the chain, after every entry was found to be what was once written.</summary>
    /// <param name="stream">The file; it stays open.</param>
    /// <exception cref="InvalidDataException">The archive or one of its entries is damaged.</exception>
    /// <exception cref="FormatException">Two entries share a name, or an entry is not a valid graph.</exception>
    public static IReadOnlyList<byte[]> Graphs(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var graphs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            // ML.NET on Windows once wrote the other slash.
            string name = entry.FullName.Replace('\\', '/');
            if (!names.Add(name)) throw new FormatException($"the archive has the entry '{name}' twice.");
            if (name.Split('/')[^1] == "OnnxModel") graphs.Add(name, ArchiveEntry.Read(entry, source => Graph(source, name)));
            else ArchiveEntry.Read(entry, source => 0);
        }
        return [.. graphs.Values];
    }

    // ML.NET keeps a graph as its length in four bytes, then the file.
    private static byte[] Graph(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        return bytes.Length >= 4 && BitConverter.ToInt32(bytes) == bytes.Length - 4 ? bytes[4..]
            : throw new FormatException($"the entry '{name}' is no ONNX graph of ML.NET.");
    }
}
