using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>
/// The zip file of an ML.NET model, read before ML.NET reads it: neither .NET nor ML.NET compares checksums.
/// </summary>
internal static class ModelArchive
{
    /// <summary>
    /// The ONNX graphs in the order of the chain, after every entry was found to be what was once written.
    /// </summary>
    /// <param name="stream">
    /// The file; it stays open. What it unpacks to is bounded by <see cref="ReadLimits.Weights"/>.
    /// </param>
    /// <exception cref="InvalidDataException">The archive or one of its entries is damaged.</exception>
    /// <exception cref="FormatException">
    /// Two entries share a name, an entry is not a valid graph, or the archive unpacks to too much for its size.
    /// </exception>
    public static IReadOnlyList<byte[]> Graphs(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var budget = new ReadBudget(ReadLimits.Weights, stream.Length);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var graphs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            // ML.NET on Windows once wrote the other slash.
            string name = entry.FullName.Replace('\\', '/');
            if (!names.Add(name)) throw new FormatException($"the archive has the entry '{name}' twice.");
            if (name.Split('/')[^1] == "OnnxModel")
                graphs.Add(name, ArchiveEntry.Read(entry, source => Graph(source, entry.Length, name, budget), budget));
            else ArchiveEntry.Read(entry, source => 0, budget);
        }
        return [.. graphs.Values];
    }

    // ML.NET keeps a graph as its length in four bytes, then the file.
    private static byte[] Graph(Stream stream, long length, string name, ReadBudget budget)
    {
        budget.Take(length);
        return length >= 4 && BitConverter.ToInt32(stream.ReadBytes(4)) == length - 4
            ? stream.ReadBytes(length - 4, budget.Certain)
            : throw new FormatException($"the entry '{name}' is no ONNX graph of ML.NET.");
    }
}
