using PureHDF;
using PureHDF.Selections;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>A dataset that stays in its file. Parts of it are read as slabs.</summary>
internal sealed class Hdf5Array : StreamedArray
{
    private readonly string _path, _place;
    private readonly Hdf5Elements _elements;
    private readonly NumberPacking? _packing;
    private readonly bool _isReversed;
    private readonly long[] _chunk;

    /// <param name="path">The file.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="place">The way to it in the file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes, as they come out.</param>
    /// <param name="elements">How its elements are stored.</param>
    /// <param name="packing">What its numbers go through, or null.</param>
    /// <param name="isReversed">Whether the axes come out the other way around, as MATLAB shows them.</param>
    public Hdf5Array(string path, IH5Dataset dataset, string place, string name, long[] shape, Hdf5Elements elements,
        NumberPacking? packing, bool isReversed)
        : base(name, shape, elements.Parts)
    {
        (_path, _place, _elements, _packing, _isReversed) = (path, place, elements, packing, isReversed);
        long[] chunk = dataset.Layout.Class == H5DataLayoutClass.Chunked
            ? [.. dataset.Layout.Chunks.Select(n => (long)n)] : [];
        _chunk = chunk.Length < shape.Length ? [.. shape.Select(_ => 1L)] : Ordered(chunk[..shape.Length]);
    }

    public override long Together(int axis) => _chunk[axis];

    /// <summary>All numbers, read by as many threads as there are cores, each some rows of chunks.</summary>
    public float[] Whole()
    {
        long rows = Shape[0], chunks = (rows + _chunk[0] - 1) / _chunk[0];
        var values = GC.AllocateUninitializedArray<float>(checked((int)Shape.Aggregate((long)Parts, (a, b) => a * b)));
        int row = (int)(values.Length / rows), parts = (int)Math.Min(chunks, Environment.ProcessorCount);
        try
        {
            Parallel.For(0, parts, part =>
            {
                long first = chunks * part / parts * _chunk[0],
                    end = Math.Min(rows, chunks * (part + 1) / parts * _chunk[0]);
                Read([first, .. Enumerable.Repeat(0L, Shape.Count - 1)], [end - first, .. Shape.Skip(1)],
                    values.AsSpan((int)first * row, (int)(end - first) * row));
            });
        }
        catch (AggregateException error)
        {
            throw new FormatException(error.InnerExceptions[0].Message, error.InnerExceptions[0]);
        }
        return values;
    }

    public override void Read(long[] start, long[] count, Span<float> destination)
    {
        try
        {
            using var file = H5File.Open(new Hdf5Stream(_path));
            IH5Dataset dataset = file.Dataset(_place);
            if (!dataset.Space.Dimensions.Select(n => (long)n).SequenceEqual(Ordered([.. Shape])))
                throw new FormatException("it has changed since it was opened; load it again.");
            var slab = new HyperslabSelection(start.Length, [.. Ordered(start).Select(n => (ulong)n)],
                [.. Ordered(count).Select(n => (ulong)n)]);
            float[] values = _elements.Numbers(dataset, destination.Length / Parts, _packing, slab);
            if (!_isReversed) values.CopyTo(destination);
            else StridedArray.Pack<float>(values, destination, [.. count, Parts], [.. Strides(count), 1]);
        }
        // PureHDF throws whatever reading nonsense leads to.
        catch (Exception error) when (!Hdf5Damage.IsTrueShortage(error))
        {
            throw new FormatException($"'{_path}': the array '{Name}' cannot be read: {error.Message}", error);
        }
    }

    private long[] Ordered(long[] axes) => _isReversed ? [.. axes.Reverse()] : axes;

    // Of numbers whose first axis runs fastest.
    private long[] Strides(long[] count)
    {
        var strides = new long[count.Length];
        for (long axis = 0, step = Parts; axis < count.Length; step *= count[axis++]) strides[axis] = step;
        return strides;
    }
}
