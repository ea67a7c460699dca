using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Testing;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>A reference's weights alone, without what the file says of itself.</summary>
internal static class BareWeights
{
    /// <summary>Writes them into a folder.</summary>
    public static string Of(string file, TemporaryFolder folder)
    {
        string path = folder[file];
        File.Copy(PublishedReference.Read(file).Path, path, overwrite: true);
        File.SetAttributes(path, FileAttributes.Normal);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (ZipArchiveEntry entry in zip.Entries.ToArray())
            if (!entry.FullName.StartsWith("state.", StringComparison.Ordinal)) entry.Delete();
        return path;
    }
}
