using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// VTK's legacy files, as text or in big-endian bytes ("VTK File Formats", Kitware): keywords in lines, and numbers
/// after some of them.
/// </summary>
internal sealed class VtkLegacyReader
{
    private readonly FileContent _content;
    private readonly ReadBudget _budget;
    private readonly VtkText _text;
    private readonly VtkNumbers _numbers;
    private VtkGrid? _grid;
    private long _points, _cells, _tuples;
    private bool _isPoints;
    private string _place = "field_data/";

    /// <param name="stream">The file.</param>
    /// <param name="content">Receives the arrays.</param>
    /// <param name="budget">What reading may cost.</param>
    public VtkLegacyReader(FileStream stream, FileContent content, ReadBudget budget)
    {
        (_content, _budget) = (content, budget);
        _text = new VtkText(buffer => stream.Read(buffer.Span));
        _numbers = new VtkNumbers(stream, _text, content, budget);
    }

    /// <summary>Whether a file begins like one of these.</summary>
    public static bool Fits(ReadOnlySpan<byte> head) => head.StartsWith("# vtk DataFile"u8);

    /// <summary>Reads all arrays.</summary>
    public void Read()
    {
        _text.Line();
        _text.Line();
        string form = _text.Line().Trim();
        if (form is not ("ASCII" or "BINARY"))
            throw new FormatException($"expected ASCII or BINARY in the third line, found '{form}'.");
        _numbers.IsBinary = form == "BINARY";
        while (_text.Word() is { } keyword)
        {
            _budget.Take(ReadBudget.InstanceBytes);
            if (!Structure(keyword.ToUpperInvariant()) && !Attribute(keyword.ToUpperInvariant()))
                throw new FormatException($"the keyword '{keyword}' is not known.");
        }
    }

    private bool Structure(string keyword)
    {
        switch (keyword)
        {
            case "DATASET": _text.Word(); break;
            case "DIMENSIONS":
                _grid = new VtkGrid(_text.Count("sizes"), _text.Count("sizes"), _text.Count("sizes"));
                break;
            case "ORIGIN": Small("origin"); break;
            case "SPACING" or "ASPECT_RATIO": Small("spacing"); break;
            case "X_COORDINATES" or "Y_COORDINATES" or "Z_COORDINATES":
                long along = _text.Count("a number of coordinates");
                _numbers.Read(keyword[..1].ToLowerInvariant(), [along], Type());
                break;
            case "POINTS":
                _points = _text.Count("a number of points");
                _numbers.Read("points", _grid?.Points(3) ?? [_points, 3], Type());
                break;
            case "CELLS": _cells = Cells("cells"); break;
            case "CELL_TYPES":
                _text.Count("a number of cells");
                _text.Line();
                _numbers.Read($"cells/{VtkCells.Types}", [_cells], "i4", isLineRead: true);
                break;
            case "VERTICES": _cells += Cells("verts"); break;
            case "LINES": _cells += Cells("lines"); break;
            case "POLYGONS": _cells += Cells("polys"); break;
            case "TRIANGLE_STRIPS": _cells += Cells("strips"); break;
            case "POINT_DATA": Begin("point_data/", isPoints: true); break;
            case "CELL_DATA": Begin("cell_data/", isPoints: false); break;
            case "METADATA":
                _text.Line();
                while (_text.Line().Trim().Length > 0)
                {
                }
                break;
            default: return false;
        }
        return true;
    }

    private bool Attribute(string keyword)
    {
        switch (keyword)
        {
            case "SCALARS": Scalars(); break;
            case "VECTORS" or "NORMALS": One(3); break;
            case "TENSORS": One(9); break;
            case "TENSORS6": One(6); break;
            case "GLOBAL_IDS" or "PEDIGREE_IDS" or "EDGE_FLAGS": One(1); break;
            case "TEXTURE_COORDINATES":
                string coordinates = Name();
                Given(coordinates, _text.Count("a number of components"), Type());
                break;
            case "COLOR_SCALARS":
                string colors = Name();
                Given(colors, _text.Count("a number of components"), _numbers.IsBinary ? "u1" : "f4");
                break;
            case "LOOKUP_TABLE":
                // Colours, which no field needs.
                _text.Word();
                _numbers.Skip([_text.Count("a size"), 4], _numbers.IsBinary ? "u1" : "f4");
                break;
            case "FIELD": Fields(); break;
            default: return false;
        }
        return true;
    }

    private void Scalars()
    {
        string name = Name(), type = Type();
        string rest = _text.Line().Trim();
        long components = rest.Length == 0 ? 1
            : long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out long given) && given > 0 ? given
            : throw new FormatException($"'{name}' has '{rest}' components.");
        if (_text.Word() is not "LOOKUP_TABLE")
            throw new FormatException($"expected LOOKUP_TABLE after the scalars '{name}'.");
        _text.Word();
        Given(name, components, type);
    }

    private void One(long components)
    {
        string name = Name();
        Given(name, components, Type());
    }

    private void Given(string name, long components, string type)
        => _numbers.Read(_budget.Name(_place + name), Shape(components), type);

    private long[] Shape(long components)
        => _grid is null ? components == 1 ? [_tuples] : [_tuples, components]
            : _isPoints ? _grid.Points(components) : _grid.Cells(components);

    private void Fields()
    {
        _text.Word();
        long arrays = _text.Count("a number of arrays");
        for (long i = 0; i < arrays; i++)
        {
            _budget.Take(ReadBudget.InstanceBytes);
            string name = Name();
            // An array may have its own description.
            if (name == "METADATA")
            {
                Structure(name);
                name = Name();
            }
            long components = _text.Count("a number of components"), tuples = _text.Count("a number of tuples");
            string type = Type();
            bool isGiven = _place != "field_data/" && tuples == _tuples;
            _numbers.Read(_budget.Name(_place + name), isGiven ? Shape(components)
                : components == 1 ? [tuples] : [tuples, components], type);
        }
    }

    private long Cells(string name)
    {
        long cells = _text.Count("a number of cells"), numbers = _text.Count("a number of numbers");
        _text.Line();
        if (_text.Peek("OFFSETS"))
        {
            // Since version 5.1 the first number is that of the offsets, one more than there are cells.
            _text.Word();
            _numbers.Read($"{name}/{VtkCells.Offsets}", [cells], Type());
            if (_text.Word() is not "CONNECTIVITY") throw new FormatException($"'{name}' has no connectivity.");
            _numbers.Read($"{name}/{VtkCells.Connectivity}", [numbers], Type());
            return Math.Max(0, cells - 1);
        }
        float[] mixed = _numbers.Take([numbers], "i4", isLineRead: true);
        _budget.Take(sizeof(float) * (cells + 1 + numbers));
        var (connectivity, offsets) = VtkCells.Of(mixed, cells, name);
        foreach (var (part, values) in new[] { (VtkCells.Connectivity, connectivity), (VtkCells.Offsets, offsets) })
            if (_content.Wants($"{name}/{part}", [values.Length]))
                _content.Add(NamedArray.Of($"{name}/{part}", [values.Length], 1, values));
        return cells;
    }

    private void Begin(string place, bool isPoints)
    {
        (_place, _isPoints) = (place, isPoints);
        _tuples = _text.Count("a number of tuples");
        if (_grid is not null && ElementDecoder.LongCount(Shape(1)) != _tuples)
            throw new FormatException($"{place[..^1]} has {_tuples} tuples; the grid has "
                + $"{ElementDecoder.LongCount(Shape(1))}.");
    }

    private void Small(string name)
    {
        float[] values = [.. Enumerable.Range(0, 3).Select(_ => (float)(_text.Number()
            ?? throw new EndOfStreamException($"'{name}' ends too early.")))];
        if (_content.Wants(name, [3])) _content.Add(NamedArray.Of(name, [3], 1, values));
    }

    // Names have their odd characters as in addresses of the web.
    private string Name()
        => Uri.UnescapeDataString(_text.Word() ?? throw new EndOfStreamException("a name is missing."));

    private string Type() => VtkNumbers.Code(_text.Word() ?? throw new EndOfStreamException("a type is missing."));
}
