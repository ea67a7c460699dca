using Microsoft.ML.NeuralOperators.Data.Hdf5;
using Microsoft.ML.NeuralOperators.Data.Vtk;
using Microsoft.ML.NeuralOperators.Data.Zarr;

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
            : File.Exists(path) && VtkFormat.Read(path, request, limits ?? ReadLimits.Default) is { } vtk ? vtk
            : ArrayFile.Open(path, request, limits);
}
