using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Data.Columnar;
using Microsoft.ML.NeuralOperators.Data.Hdf5;
using Microsoft.ML.NeuralOperators.Data.Vtk;
using Microsoft.ML.NeuralOperators.Data.Writing;
using Microsoft.ML.NeuralOperators.Data.Zarr;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Arrays in the files of science: all that <see cref="ArrayFile"/> reads; HDF5 with what is built on it, MATLAB's
/// <c>.mat</c> of version 7.3 and netCDF-4; Zarr; VTK. What a file is is seen from its content, not from its name.
/// </summary>
public static class DataFile
{
    /// <summary>Reads arrays of a file, by name.</summary>
    /// <param name="path">
    /// The file, or the folder of Zarr. Arrays of groups are named <c>group/array</c> in HDF5 and Zarr,
    /// <c>struct.field</c> in MATLAB's files, and <c>point_data/array</c> in VTK's. MATLAB's axes are those that MATLAB
    /// shows; those of VTK's grids are z, y, x.
    /// </param>
    /// <param name="names">The arrays that are wanted, so that no others are read from HDF5; null for all.</param>
    /// <param name="limits">What reading may cost; null for <see cref="ReadLimits.Default"/>.</param>
    /// <returns>
    /// The arrays. One that holds something else than numbers spoils only itself: asking for it tells why it cannot be
    /// read.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file is truncated, damaged, of another format or beyond the limits; the text names file and fault.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The limits have faults; the text lists them.</exception>
    public static IReadOnlyDictionary<string, NamedArray> Read(string path, IReadOnlyCollection<string>? names = null,
        ReadLimits? limits = null)
        => Open(path, new ReadRequest(names?.ToHashSet(StringComparer.Ordinal)), limits);

    /// <summary>Whether a folder is read as if it was a file.</summary>
    internal static bool IsFolder(string path) => ZarrStore.IsFolder(path);

    /// <summary>As <see cref="Read"/>; arrays may stay in the file.</summary>
    internal static FileContent Open(string path, ReadRequest request, ReadLimits? limits)
        => File.Exists(path) && Hdf5Format.Fits(path) ? Hdf5Format.Read(path, request, limits ?? ReadLimits.Default)
            : Path.Exists(path) && ZarrFormat.Read(path, request, limits ?? ReadLimits.Default) is { } zarr ? zarr
            : File.Exists(path) && ColumnarFormat.Of(path) is { } open
            ? ColumnarFormat.Read(path, open, request, limits ?? ReadLimits.Default)
            : File.Exists(path) && VtkFormat.Read(path, request, limits ?? ReadLimits.Default) is { } vtk ? vtk
            : ArrayFile.Open(path, request, limits);

    /// <summary>
    /// Writes arrays as a file that appears whole or not at all: NumPy's <c>.npz</c> or, for one array, <c>.npy</c>,
    /// HDF5's <c>.h5</c> or <c>.hdf5</c>, MATLAB's <c>.mat</c> (version 5), and with one row a sample <c>.parquet</c>,
    /// <c>.arrow</c> or <c>.feather</c>, and VTK's <c>.vti</c>, <c>.vtu</c> and <c>.pvd</c>. <see cref="Read"/> gives
    /// the same back, but for arrays of one axis in <c>.mat</c>, which MATLAB knows as columns.
    /// </summary>
    /// <remarks>
    /// A file of VTK holds one row. With <c>{row}</c> in its name, every row has a file; <c>x.pvd</c> is a series of
    /// them, which ParaView plays, with its files in the folder <c>x</c>. Images are [rows, channels, grid…] or
    /// [rows, x, y], the last axis across; see <see cref="WriteOptions"/> for points and cells.
    /// </remarks>
    /// <param name="path">The file; its extension says the format, its folder must exist.</param>
    /// <param name="arrays">The arrays, real or complex, in any number of axes.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The extension is another one, or an array does not go into such a file; the text names it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists them.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Write(string path, IReadOnlyList<NamedArray> arrays, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        Rules.Require(options ??= new(), nameof(options));
        DataFileWriter.Require(path);
        DataFileWriter.Write(path, MemoryArrays.Of(arrays), options);
    }
}
