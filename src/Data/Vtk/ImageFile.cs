using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// Image data (.vti): one row of fields on a common grid, [channels, grid…]. The last axis is VTK's x; points are one
/// apart. Numbers that are given at no points become field data.
/// </summary>
internal sealed class ImageFile
{
    private readonly IReadOnlyList<StoredArray> _arrays;
    private readonly long[] _grid;

    /// <exception cref="ArgumentException">
    /// The arrays are not all on the same grid; the text names one that differs.
    /// </exception>
    public ImageFile(IReadOnlyList<StoredArray> arrays)
    {
        _arrays = arrays;
        if (arrays.FirstOrDefault(a => a.Counts is not null) is { } ragged)
            throw new ArgumentException($"Column '{ragged.Name}' has rows of different lengths, which are no images. "
                + "Write points as .vtu.", nameof(arrays));
        StoredArray widest = arrays.FirstOrDefault(a => a.Shape.Count > 2)
            ?? arrays.FirstOrDefault(a => a.Shape.Count > 1)
            ?? throw new ArgumentException("No column has a grid, which an image needs.", nameof(arrays));
        _grid = Grid(widest);
        foreach (StoredArray array in arrays)
        {
            bool fits = array.Shape.Count is > 2 and <= 5 ? Grid(array).SequenceEqual(_grid) : array.Shape.Count <= 2;
            if (!fits)
                throw new ArgumentException($"Column {array} is not on the grid [{string.Join(", ", _grid)}] of column "
                    + $"'{widest.Name}'; the columns of an image have one grid of up to three axes. Name those that "
                    + $"do.",
                    nameof(arrays));
        }
    }

    /// <summary>Writes a row.</summary>
    public void Write(Stream stream, long row, WriteOptions options)
    {
        long[] sizes = [.. _grid.Reverse(), .. Enumerable.Repeat(1L, 3 - _grid.Length)];
        string extent = string.Join(' ', sizes.Select(n => $"0 {n - 1}"));
        using var xml = new VtkXml(stream, "ImageData", options.Compress);
        xml.Begin("ImageData", ("WholeExtent", extent), ("Origin", "0 0 0"), ("Spacing", "1 1 1"));
        FieldData.Write(xml, _arrays.Where(a => !IsField(a)), row);
        xml.Begin("Piece", ("Extent", extent));
        xml.Begin("PointData");
        foreach (StoredArray array in _arrays.Where(IsField))
        {
            int channels = checked((int)(array.RowLength / _grid.Aggregate((product, n) => product * n)));
            xml.Numbers(array.Name, array.Code, channels, VtkRow.Tuples(array, row, channels, channels));
        }
        xml.End();
        xml.End();
        xml.End();
    }

    // Of [grid] and [x, y]; with more axes, the first one is the channels.
    private static long[] Grid(StoredArray array)
        => [.. array.Shape.Count > 3 ? array.Shape.Skip(2) : array.Shape.Skip(1)];

    private bool IsField(StoredArray array) => array.Shape.Count > 1 && Grid(array).SequenceEqual(_grid);
}
