using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators;

public abstract partial class FieldGenerator
{
    /// <summary>
    /// Makes samples and writes them as they come, in bounded memory, to a file of NumPy's, which appears whole or not
    /// at all.
    /// </summary>
    /// <param name="path">
    /// <c>.npz</c> for any number of fields, each under its name, or <c>.npy</c> for one. Arrays have the shape [count,
    /// channels, grid…] in single precision.
    /// </param>
    /// <param name="count">Number of samples.</param>
    /// <param name="seed">Sample i has the seed (seed, i): the file holds what <see cref="Generate"/> returns.</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <param name="progress">Gets the number of samples done.</param>
    /// <exception cref="ArgumentException">
    /// The file's name has another ending, or <c>.npy</c> several fields.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Save(string path, int count, int seed, CancellationToken cancellation = default,
        Action<int>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 0);
        bool isArchive = Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);
        if (!isArchive && !Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{path}' ends neither in .npz nor in .npy.", nameof(path));
        if (!isArchive && Fields.Count > 1)
            throw new ArgumentException($"'{path}' can hold one field; there are "
                + $"{string.Join(", ", Fields.Select(f => f.Name))}. Choose a .npz file.", nameof(path));
        AtomicFile.Write(path, file =>
        {
            if (isArchive) SaveArchive(file, path, count, seed, cancellation, progress);
            else Write([file], count, seed, cancellation, progress);
        });
    }

    // The entries of an archive are written one after the other, but fields come together: each waits in a file of its
    // own, which deletes itself.
    private void SaveArchive(Stream file, string path, int count, int seed, CancellationToken cancellation,
        Action<int>? progress)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var parts = new List<Stream>();
        try
        {
            foreach (GeneratedField _ in Fields)
                parts.Add(new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}.npy.tmp"), FileMode.CreateNew,
                    FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose));
            Write(parts, count, seed, cancellation, progress);
            using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            for (int i = 0; i < parts.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                using Stream entry = zip.CreateEntry(Fields[i].Name + ".npy", CompressionLevel.NoCompression).Open();
                parts[i].Position = 0;
                parts[i].CopyTo(entry);
            }
        }
        finally
        {
            foreach (Stream part in parts) part.Dispose();
        }
    }

    private void Write(IReadOnlyList<Stream> files, int count, int seed, CancellationToken cancellation,
        Action<int>? progress)
    {
        for (int i = 0; i < files.Count; i++)
            NpyFormat.WriteHeader(files[i], "f4", [count, Fields[i].Channels, .. Fields[i].Grid.Select(n => (long)n)]);
        foreach (SampleBlock block in Stream(count, seed, cancellation))
        {
            for (int i = 0; i < files.Count; i++) files[i].Write(MemoryMarshal.AsBytes(block.Values[i].Span));
            progress?.Invoke(block.Start + block.Count);
        }
    }
}
