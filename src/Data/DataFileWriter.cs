using Microsoft.ML.NeuralOperators.Data.Columnar;
using Microsoft.ML.NeuralOperators.Data.Hdf5;
using Microsoft.ML.NeuralOperators.Data.Vtk;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data;

/// <summary>The formats that are written, by the extensions of their files.</summary>
internal static class DataFileWriter
{
    private const string Known = ".npz, .npy, .h5, .hdf5, .mat, .parquet, .arrow, .feather, .vti, .vtu, .pvd";

    /// <summary>Refuses a path before anything is read for it.</summary>
    /// <exception cref="ArgumentException">Nothing is written under such a name.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Known.Split(", ").Contains(Extension(path)))
            throw new ArgumentException($"'{path}' names no format that is written; expected one of {Known}.",
                nameof(path));
        if (!Directory.Exists(FolderOf(path)))
            throw new DirectoryNotFoundException($"The folder of '{path}' does not exist: '{FolderOf(path)}'.");
    }

    /// <summary>Where a file will be, and what waits to be written into it.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Writes arrays; the file appears whole or not at all.</summary>
    /// <param name="path">A path that was not refused.</param>
    /// <param name="arrays">At least one.</param>
    /// <param name="options">How.</param>
    public static void Write(string path, IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        CancellationToken cancellation = options.CancellationToken;
        if (Extension(path) is ".vti" or ".vtu" or ".pvd")
        {
            VtkFiles.Write(path, arrays, options);
            return;
        }
        IReadOnlyList<StoredArray> padded = HoldsLists(path) ? arrays : PaddedArrays.Of(arrays, options);
        AtomicFile.Write(path, stream =>
        {
            switch (Extension(path))
            {
                case ".npz": NpzFile.WriteNpz(stream, padded, options.Compress, cancellation); break;
                case ".npy": NpzFile.WriteNpy(stream, padded, cancellation); break;
                case ".mat": MatFile.Write(stream, padded, options.Compress, FolderOf(path), cancellation); break;
                case ".parquet": ParquetFile.Write(stream, padded, options.Compress, cancellation); break;
                case ".arrow" or ".feather": ArrowFile.Write(stream, padded, options.Compress, cancellation); break;
                default: Hdf5File.Write(stream, padded, options.Compress, cancellation); break;
            }
            cancellation.ThrowIfCancellationRequested();
        });
    }

    private static bool HoldsLists(string path) => Extension(path) is ".parquet" or ".arrow" or ".feather";

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
