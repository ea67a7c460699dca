using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data.Writing;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>HDF5, written by PureHDF slab by slab.</summary>
internal static class Hdf5File
{
    // Bytes of a slab, which is in memory, and of a chunk, as h5py's advice is.
    private const int Slab = 8 << 20, Chunk = 1 << 20;

    /// <summary>Writes arrays; those named <c>group/array</c> come into groups.</summary>
    public static void Write(Stream stream, IReadOnlyList<StoredArray> arrays, bool isCompressed,
        CancellationToken cancellation)
    {
        var file = new H5File();
        Action<H5NativeWriter>[] writes = [.. arrays.Select(array =>
        {
            H5Group group = GroupOf(file, array.Name, out string name);
            return array.Code switch
            {
                "f4" => Add<float>(group, name, array, isCompressed, cancellation),
                "f8" => Add<double>(group, name, array, isCompressed, cancellation),
                "c8" => Add<Complex>(group, name, array, isCompressed, cancellation),
                "i1" => Add<sbyte>(group, name, array, isCompressed, cancellation),
                "u1" => Add<byte>(group, name, array, isCompressed, cancellation),
                "i2" => Add<short>(group, name, array, isCompressed, cancellation),
                "u2" => Add<ushort>(group, name, array, isCompressed, cancellation),
                "i4" => Add<int>(group, name, array, isCompressed, cancellation),
                "u4" => Add<uint>(group, name, array, isCompressed, cancellation),
                "i8" => Add<long>(group, name, array, isCompressed, cancellation),
                _ => Add<ulong>(group, name, array, isCompressed, cancellation),
            };
        })];
        List<H5Filter> filters = isCompressed ? [ShuffleFilter.Id, DeflateFilter.Id] : [];
        var gathering = new GatheringStream(stream);
        using (H5NativeWriter writer = file.BeginWrite(gathering,
            new H5WriteOptions(IncludeStructFields: true, Filters: filters)))
            foreach (Action<H5NativeWriter> write in writes) write(writer);
        gathering.Flush();
    }

    // Declares a dataset; what is returned writes its numbers.
    private static Action<H5NativeWriter> Add<T>(H5Group group, string name, StoredArray array, bool isCompressed,
        CancellationToken cancellation)
        where T : unmanaged
    {
        ulong[] sizes = [.. array.Shape.DefaultIfEmpty(1).Select(n => (ulong)n)];
        long row = Math.Max(1, array.RowLength);
        long perChunk = Math.Clamp(Chunk / (row * array.ElementSize), 1, Math.Max(1, array.Rows));
        uint[]? chunks = isCompressed ? [(uint)perChunk, .. sizes[1..].Select(n => (uint)n)] : null;
        var dataset = new H5Dataset<T[]>(sizes, chunks);
        group[name] = dataset;
        // Whole chunks, since a chunk is packed once.
        long rows = Math.Max(1, Slab / (perChunk * row * array.ElementSize)) * perChunk;
        return writer =>
        {
            T[] slab = [];
            for (long start = 0; start < array.Rows; start += rows)
            {
                cancellation.ThrowIfCancellationRequested();
                long count = Math.Min(rows, array.Rows - start);
                if (slab.Length != count * row) slab = new T[count * row];
                array.Read(start * row, MemoryMarshal.AsBytes(slab.AsSpan()));
                writer.Write(dataset, slab, fileSelection: new HyperslabSelection(sizes.Length,
                    [(ulong)start, .. new ulong[sizes.Length - 1]], [(ulong)count, .. sizes[1..]]));
            }
        };
    }

    private static H5Group GroupOf(H5Group root, string place, out string name)
    {
        string[] parts = place.Split('/');
        if (parts.Any(p => p.Length == 0))
            throw new ArgumentException($"The array '{place}' has a group or itself no name.", nameof(place));
        foreach (string part in parts[..^1])
        {
            if (!root.TryGetValue(part, out object? inner)) root[part] = inner = new H5Group();
            root = inner as H5Group ?? throw Twice();
        }
        name = parts[^1];
        return root.ContainsKey(name) ? throw Twice() : root;

        ArgumentException Twice() => new($"The name of the array '{place}' is one of a group and of an array.");
    }

    // The names that h5py gives the parts, and takes for those of complex numbers.
    private struct Complex
    {
#pragma warning disable CS0649 // Filled as bytes.
        public float r;
        public float i;
#pragma warning restore CS0649
    }
}
