using Microsoft.ML.NeuralOperators.Geometry;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>Fields at scattered points as fields on a grid.</summary>
internal sealed class ToGridMapping : FieldMapping
{
    private readonly string _values;
    private readonly string _points;
    private readonly int _channels;
    private readonly int[] _grid;
    private readonly PointInterpolationOptions _options;

    public ToGridMapping(string output, string values, string points, string cells, int channels,
        IReadOnlyList<int> grid, PointInterpolationOptions options)
    {
        (Output, _values, _points, CellColumn) = (output, values, points, cells ?? "");
        (_channels, _grid, _options) = (channels, [.. grid], options);
        Rules.Require(options, nameof(options), Faults());
    }

    public override string Output { get; }

    public override string CellColumn { get; }

    public override IReadOnlyList<(string Role, string Name)> Inputs => [("value", _values), ("point", _points)];

    private CellKind Kind => _options.Cells ?? CellShape.Simplex(_grid.Length);

    public override BoundMapping Bind(DataViewSchema schema)
    {
        var axis = new PointAxis("points");
        FieldColumn values = FieldColumn.FindPoints(schema, "value", _values, _channels, axis);
        FieldColumn points = FieldColumn.FindPoints(schema, "point", _points, _grid.Length, axis);
        if (points.Channels != _grid.Length)
            throw FieldColumn.Mismatch("point", _points, $"{_grid.Length} coordinates, as the grid has axes",
                $"{points.Channels} of {schema[_points].Type}");
        if (!values.IsVarying && !points.IsVarying && values.Grid[0] != points.Grid[0])
            throw FieldColumn.Mismatch("value", _values, $"{points.Grid[0]} points like column '{_points}'",
                $"{values.Grid[0]} of {schema[_values].Type}");
        if (CellColumn.Length > 0) CellReader.Require(schema, CellColumn);
        return new Bound(this, values, points);
    }

    private IEnumerable<string> Faults()
    {
        if (_grid.Length is < 1 or > 3 || _grid.Any(n => n < 1))
            yield return $"The grid is [{string.Join(", ", _grid)}]; expected one to three positive numbers";
        else
        {
            foreach (string fault in GridBox.Faults(_options.Lower, _options.Upper, _grid.Length)) yield return fault;
            if (_options.Cells is { } kind && CellShape.Of(kind).Dimension != _grid.Length)
                yield return $"Cells is {kind}; expected cells of {_grid.Length} dimensions, as the grid has";
        }
        if (_channels < 1) yield return $"The value column has {_channels} channels; expected at least 1";
        if (_options.Kind == PointInterpolation.Mesh != CellColumn.Length > 0)
            yield return CellColumn.Length > 0
                ? $"A cell column is named, but Kind is {_options.Kind}; only Mesh reads "
                + "cells" : "Kind is Mesh, but no cell column is named";
    }

    private SparseMap Map(float[] points, int[] cells)
    {
        int axes = _grid.Length;
        double[] places = PointCloud.Transposed(points, axes, "points");
        double[] targets = GridBox.Of(_options.Lower, _options.Upper, axes).Points(_grid, _options.Placement);
        if (_options.Kind != PointInterpolation.Mesh)
            return ScatteredInterpolation.ByNeighbors(places, targets, axes, _options);
        CellShape shape = CellShape.Of(Kind);
        var mesh = new Mesh(points, axes, new MeshCells(Kind, cells));
        int[] simplices = [.. Enumerable.Range(0, mesh.CellCount)
            .SelectMany(cell => shape.Simplices.SelectMany(s => s.Select(i => cells[cell * shape.Corners + i])))];
        return ScatteredInterpolation.OnMesh(places, simplices, targets, axes, _options.LeavesOutside);
    }

    private sealed class Bound(ToGridMapping mapping, FieldColumn values, FieldColumn points)
        : BoundMapping([values, points],
            new FieldColumn(mapping.Output, values.Channels, mapping._grid) { Mean = values.Mean })
    {
        // Rows often share their points; weights are made once for those that follow one another.
        private volatile Known? _known;

        public override string CellColumn => mapping.CellColumn;

        public override float[] Run(IReadOnlyList<float[]> values, int[] cells)
        {
            int channels = Inputs[0].Channels, count = values[0].Length / channels;
            if (count * mapping._grid.Length != values[1].Length)
                throw new ArgumentException($"There are {count} values and {values[1].Length / mapping._grid.Length} "
                    + "points; expected equally many.");
            Known known = _known is { } last && last.Points.AsSpan().SequenceEqual(values[1])
                && last.Cells.AsSpan().SequenceEqual(cells) ? last
                : _known = new Known([.. values[1]], cells, mapping.Map(values[1], cells));
            var result = new float[channels * known.Map.Count];
            for (int channel = 0; channel < channels; channel++)
                known.Map.Apply(values[0].AsSpan(channel * count, count),
                    result.AsSpan(channel * known.Map.Count, known.Map.Count));
            return result;
        }

        private sealed record Known(float[] Points, int[] Cells, SparseMap Map);
    }
}
