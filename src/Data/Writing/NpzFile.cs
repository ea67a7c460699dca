using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>NumPy's files, of one array (.npy) or of several (.npz).</summary>
internal static class NpzFile
{
    public static void WriteNpy(Stream stream, IReadOnlyList<StoredArray> arrays, CancellationToken cancellation)
    {
        if (arrays.Count > 1)
            throw new ArgumentException($"A file .npy holds one array; there are {arrays.Count}, "
                + $"{string.Join(", ", arrays.Select(a => $"'{a.Name}'"))}. Write .npz, or name one column.",
                nameof(arrays));
        Write(stream, arrays[0], cancellation);
    }

    public static void WriteNpz(Stream stream, IReadOnlyList<StoredArray> arrays, bool isCompressed,
        CancellationToken cancellation)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (StoredArray array in arrays)
        {
            using Stream entry = zip.CreateEntry(array.Name + ".npy",
                isCompressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
            Write(entry, array, cancellation);
        }
    }

    private static void Write(Stream stream, StoredArray array, CancellationToken cancellation)
    {
        NpyFormat.WriteHeader(stream, array.Code, array.Shape);
        array.CopyTo(stream, cancellation);
    }
}
