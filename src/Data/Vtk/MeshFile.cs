using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// Unstructured grids (.vtu): one row of points, values at them, and cells where a column says which points they have.
/// </summary>
internal sealed class MeshFile
{
    private const byte Vertex = 1;
    private readonly IReadOnlyList<StoredArray> _arrays;
    private readonly StoredArray _points;
    private readonly StoredArray? _cells;
    private readonly int _coordinates, _corners;

    /// <exception cref="ArgumentException">There are no points among the arrays; the text says the way out.</exception>
    public MeshFile(IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        _points = Find(arrays, options.PointColumn, nameof(options.PointColumn));
        _coordinates = Leading(_points, options.Coordinates, nameof(options.Coordinates));
        if (_coordinates is < 1 or > 3)
            throw new ArgumentException($"Column {_points} has points of {_coordinates} coordinates; expected 1 to 3, "
                + "[coordinates, points].", nameof(arrays));
        if (options.CellColumn is { } name)
        {
            _cells = Find(arrays, name, nameof(options.CellColumn));
            _corners = _cells.Shape.Count == 3 ? checked((int)_cells.Shape[2]) : options.Corners;
        }
        _arrays = [.. arrays.Where(a => a != _points && a != _cells)];
        if (_arrays.FirstOrDefault(a => a.Shape.Count > 3) is { } odd)
            throw new ArgumentException($"Column {odd} is on a grid; expected [channels, points]. Name other columns, "
                + "or write .vti.", nameof(arrays));
    }

    /// <summary>Writes a row.</summary>
    public void Write(Stream stream, long row, WriteOptions options)
    {
        int numbers = _points.CountOf(row), points = numbers / _coordinates;
        if (numbers % _coordinates != 0)
            throw Fault(_points, row, numbers, $"a multiple of {_coordinates} coordinates");
        using var xml = new VtkXml(stream, "UnstructuredGrid", options.Compress);
        StoredArray[] whole = [.. _arrays.Where(a => a.Counts is null && a.Shape.Count < 3 && a.RowLength != points)];
        (byte[] connectivity, byte[] ends, byte[] types) = Cells(row, points);
        xml.Begin("UnstructuredGrid");
        FieldData.Write(xml, whole, row);
        xml.Begin("Piece", ("NumberOfPoints", points.ToString(CultureInfo.InvariantCulture)),
            ("NumberOfCells", types.Length.ToString(CultureInfo.InvariantCulture)));
        xml.Begin("PointData");
        foreach (StoredArray array in _arrays.Except(whole))
        {
            int count = array.CountOf(row), channels = points == 0 ? 1 : count / points;
            if (channels * points != count || array.Shape.Count == 3 && array.Shape[1] != channels)
                throw Fault(array, row, count, $"a multiple of {points} points");
            xml.Numbers(array.Name, array.Code, channels, VtkRow.Tuples(array, row, channels, channels));
        }
        xml.End();
        xml.Begin("Points");
        xml.Numbers("Points", _points.Code, 3, VtkRow.Tuples(_points, row, _coordinates, 3));
        xml.End();
        xml.Begin("Cells");
        xml.Numbers("connectivity", "i8", 1, connectivity);
        xml.Numbers("offsets", "i8", 1, ends);
        xml.Numbers("types", "u1", 1, types);
        xml.End();
        xml.End();
        xml.End();
    }

    // Without cells every point is one, since ParaView shows cells.
    private (byte[] Connectivity, byte[] Ends, byte[] Types) Cells(long row, int points)
    {
        int corners = _cells is null ? 1 : _corners;
        long[] numbers = _cells is null ? [.. Enumerable.Range(0, points).Select(i => (long)i)]
            : [.. VtkRow.Whole(_cells, row).Chunk(corners).Where(cell => cell.Any(n => n >= 0)).SelectMany(c => c)];
        if (numbers.Length % corners != 0)
            throw Fault(_cells!, row, numbers.Length, $"a multiple of {corners} corners");
        if (Array.FindIndex(numbers, n => n < 0 || n >= points) is var odd and >= 0)
            throw new InvalidOperationException($"Column '{_cells!.Name}': row {row} has the point {numbers[odd]} in "
                + $"its cell {odd / corners}; there are {points} points, numbered from 0.");
        long[] ends = [.. Enumerable.Range(1, numbers.Length / corners).Select(i => (long)i * corners)];
        byte[] types = new byte[ends.Length];
        Array.Fill(types, _cells is null ? Vertex : Type(corners));
        return (MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray(),
            MemoryMarshal.AsBytes(ends.AsSpan()).ToArray(), types);
    }

    // VTK's numbers of cell types.
    private byte Type(int corners) => corners switch
    {
        2 => 3,
        3 => 5,
        4 => (byte)(_coordinates == 3 ? 10 : 9),
        5 when _coordinates == 3 => 14,
        6 when _coordinates == 3 => 13,
        8 when _coordinates == 3 => 12,
        _ => 7,
    };

    private static StoredArray Find(IReadOnlyList<StoredArray> arrays, string name, string option)
        => arrays.FirstOrDefault(a => a.Name == name)
        ?? throw new ArgumentException($"There is no column '{name}' among those to write; it is that of "
            + $"{nameof(WriteOptions)}.{option}.", nameof(arrays));

    // The axis before the points, which types without dimensions do not tell.
    private static int Leading(StoredArray array, int? said, string option)
        => array.Shape.Count == 3 ? checked((int)array.Shape[1]) : said
        ?? throw new ArgumentException($"The type of column '{array.Name}' does not tell how many coordinates its "
            + $"points have; say {nameof(WriteOptions)}.{option}.", nameof(array));

    private static InvalidOperationException Fault(StoredArray array, long row, int count, string expected)
        => new($"Column '{array.Name}': row {row} has {count} numbers, expected {expected}.");
}
