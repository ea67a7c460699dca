using System.Globalization;
using System.Text;
using System.Xml;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// VTK's XML files ("VTK XML Formats", Kitware): image data, rectilinear and structured grids, unstructured grids and
/// polygons, of one piece; numbers as text, in base 64 or in bytes appended to the document, compressed or not.
/// </summary>
internal sealed class VtkXmlReader
{
    private static readonly string[] Topology = ["Verts", "Lines", "Strips", "Polys"], Axes = ["x", "y", "z"];
    private readonly FileStream _file;
    private readonly FileContent _content;
    private readonly ReadBudget _budget;
    private readonly VtkAppended _document;
    private readonly List<(string Name, long[]? Shape, string Code, long Offset)> _appended = [];
    private VtkXmlArray _form = new(false, sizeof(uint), null);
    private VtkGrid? _grid;
    private string _place = "";
    private int _pieces, _axis;

    /// <param name="file">The file.</param>
    /// <param name="content">Receives the arrays.</param>
    /// <param name="budget">What reading may cost.</param>
    public VtkXmlReader(FileStream file, FileContent content, ReadBudget budget)
        => (_file, _content, _budget, _document) = (file, content, budget, new VtkAppended(file));

    /// <summary>Whether a file begins like one of these.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
        => head.TrimStart("\uFEFF \r\n\t"u8).StartsWith("<"u8) && head.IndexOf("<VTKFile"u8) >= 0;

    /// <summary>Reads all arrays.</summary>
    public void Read()
    {
        using (var xml = XmlReader.Create(_document, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        }))
        {
            // A text that is cut off ends without a word where a part of it was read.
            bool isClosed = false;
            while (xml.Read())
                if (xml.NodeType == XmlNodeType.Element) Element(xml);
                else if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == 0) isClosed = true;
            if (!isClosed) throw new EndOfStreamException("the document ends too early.");
        }
        foreach (var (name, shape, code, offset) in _appended)
        {
            try
            {
                Appended(name, shape, code, offset);
            }
            catch (UnsupportedArrayException error)
            {
                _content.Refuse(name, error.Message.TrimEnd('.'));
            }
        }
    }

    private void Element(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "VTKFile":
                if (xml.GetAttribute("type") is not ("ImageData" or "RectilinearGrid" or "StructuredGrid"
                    or "UnstructuredGrid" or "PolyData"))
                    throw new FormatException($"it is of the type '{xml.GetAttribute("type")}'; read the files that it "
                        + "is made of, which are image data, rectilinear, structured or unstructured grids or "
                        + "polygons.");
                _form = new VtkXmlArray(xml.GetAttribute("byte_order") == "BigEndian",
                    xml.GetAttribute("header_type") == "UInt64" ? sizeof(ulong) : sizeof(uint),
                    xml.GetAttribute("compressor") is { Length: > 0 } compressor ? compressor : null);
                break;
            case "ImageData":
                foreach (string name in (string[])["Origin", "Spacing"])
                    if (xml.GetAttribute(name) is { } three && _content.Wants(name.ToLowerInvariant(), [3]))
                        _content.Add(NamedArray.Of(name.ToLowerInvariant(), [3], 1,
                            [.. Numbers(three, 3).Select(VtkNumbers.Single)]));
                break;
            case "Piece": Piece(xml); break;
            case "PointData": _place = "point_data/"; break;
            case "CellData": _place = "cell_data/"; break;
            case "FieldData": _place = "field_data/"; break;
            case "Points": _place = "points"; break;
            case "Coordinates": _place = "coordinates"; break;
            case "Cells" or "Verts" or "Lines" or "Strips" or "Polys":
                _place = xml.LocalName.ToLowerInvariant() + "/";
                break;
            case "DataArray" or "Array": DataArray(xml); break;
        }
    }

    private void Piece(XmlReader xml)
    {
        if (++_pieces > 1) throw new FormatException("it has several pieces; merge them before it is written.");
        if (xml.GetAttribute("Extent") is { } extent)
        {
            long[] ends = [.. Numbers(extent, 6).Select(n => checked((long)n))];
            _grid = new VtkGrid(ends[1] - ends[0] + 1, ends[3] - ends[2] + 1, ends[5] - ends[4] + 1);
            return;
        }
        long cells = xml.GetAttribute("NumberOfCells") is { } number ? Count(number)
            : Topology.Sum(name => Count(xml.GetAttribute($"NumberOf{name}") ?? "0"));
        _grid = new VtkGrid(Count(xml.GetAttribute("NumberOfPoints") ?? "0"), cells);
    }

    private void DataArray(XmlReader xml)
    {
        _budget.Take(ReadBudget.InstanceBytes);
        string own = xml.GetAttribute("Name") ?? "", name = _budget.Name(Name(own));
        long components = Count(xml.GetAttribute("NumberOfComponents") ?? "1");
        if (components == 0) components = 1;
        // Coordinates along an axis and the points of cells are as many as there are.
        long[]? shape = _place switch
        {
            "point_data/" => Grid().Points(components),
            "cell_data/" => Grid().Cells(components),
            "points" => Grid().Points(components),
            "field_data/" when xml.GetAttribute("NumberOfTuples") is { } tuples
                => components == 1 ? [Count(tuples)] : [Count(tuples), components],
            _ => null,
        };
        if (!_content.Wants(name, shape ?? [])) return;
        string code;
        try
        {
            code = VtkXmlArray.Code(xml.GetAttribute("type") ?? "");
        }
        catch (UnsupportedArrayException error)
        {
            _content.Refuse(name, error.Message.TrimEnd('.'));
            return;
        }
        switch (xml.GetAttribute("format"))
        {
            case "appended":
                _appended.Add((name, shape, code, Count(xml.GetAttribute("offset") ?? "")));
                break;
            case "binary":
                Inline(xml, text => Add(name, shape, _form.Read(new Base64Stream(text), code,
                    shape is null ? null : ElementDecoder.LongCount(shape), _file.Length, _budget)), name);
                break;
            default: Inline(xml, text => Add(name, shape, Ascii(new VtkText(text), shape)), name); break;
        }
    }

    // The coordinates of a rectilinear grid are those along x, y and z, whatever they are called.
    private string Name(string own) => _place switch
    {
        "points" => _place,
        "coordinates" when _axis < Axes.Length => Axes[_axis++],
        "coordinates" => throw new FormatException("it has more than three axes."),
        _ => _place + own,
    };

    private VtkGrid Grid() => _grid ?? throw new FormatException("an array comes before the piece it belongs to.");

    // What stands in the element, a part at a time.
    private void Inline(XmlReader xml, Action<Func<Memory<byte>, int>> read, string name)
    {
        if (xml.IsEmptyElement)
        {
            read(_ => 0);
            return;
        }
        using XmlReader element = xml.ReadSubtree();
        element.Read();
        while (element.Read() && element.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA))
        {
        }
        var characters = new char[4096];
        try
        {
            read(buffer => element.EOF ? 0 : Encoding.Latin1.GetBytes(characters.AsSpan(0,
                element.ReadValueChunk(characters, 0, Math.Min(characters.Length, buffer.Length))), buffer.Span));
        }
        catch (Exception error) when (error is (FormatException or EndOfStreamException or InvalidDataException)
            and not UnsupportedArrayException)
        {
            throw new FormatException($"the array '{name}': {error.Message}", error);
        }
        catch (UnsupportedArrayException error)
        {
            _content.Refuse(name, error.Message.TrimEnd('.'));
        }
    }

    private float[] Ascii(VtkText text, long[]? shape)
    {
        // A number of the text has one character at least, and one before the next.
        int count = shape is null ? 0 : ElementDecoder.Count(shape);
        if (2L * count - 1 > _file.Length)
            throw new EndOfStreamException($"{count} numbers are expected in {_file.Length} bytes.");
        _budget.Take(sizeof(float) * (long)count);
        var values = new List<float>(count);
        while (text.Number() is { } number)
        {
            if (values.Count >= count) _budget.Take(2 * sizeof(float));
            values.Add(VtkNumbers.Single(number));
        }
        if (shape is not null && values.Count != count)
            throw new FormatException($"it has {values.Count} numbers where {count} are expected.");
        return [.. values];
    }

    private void Appended(string name, long[]? shape, string code, long offset)
    {
        long begin = (_document.Begin ?? throw new FormatException("the appended data are missing.")) + offset,
            most = _file.Length - begin;
        if (most < 0) throw new EndOfStreamException($"the array '{name}' begins after the end.");
        long? count = shape is null ? null : ElementDecoder.LongCount(shape);
        if (count is { } total && _content.Streams(total) && !_document.IsBase64 && _form.Compressor is null)
        {
            if (total * ElementDecoder.Size(code) > most - _form.HeaderSize)
                throw new EndOfStreamException($"the array '{name}' ends too early.");
            _content.Add(new RawArray(name, shape!, code, new PlainBytes(_file.Name), begin + _form.HeaderSize)
            {
                IsBigEndian = _form.IsBigEndian,
            });
            return;
        }
        _file.Position = begin;
        Stream stream = _document.IsBase64 ? new Base64Stream(buffer => _file.Read(buffer.Span)) : _file;
        try
        {
            Add(name, shape, _form.Read(stream, code, count, most, _budget));
        }
        catch (Exception error) when (error is (FormatException or EndOfStreamException or InvalidDataException)
            and not UnsupportedArrayException)
        {
            throw new FormatException($"the array '{name}': {error.Message}", error);
        }
    }

    private void Add(string name, long[]? shape, float[] values)
    {
        // XML files have only the ends of cells.
        if (name.EndsWith("/" + VtkCells.Offsets, StringComparison.Ordinal) && shape is null) values = [0, .. values];
        _content.Add(NamedArray.Of(name, shape ?? [values.Length], 1, values));
    }

    private static double[] Numbers(string text, int count)
    {
        double[] numbers = [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word
            => double.TryParse(word, CultureInfo.InvariantCulture, out double number) ? number
            : throw new FormatException($"'{word}' is no number."))];
        return numbers.Length == count ? numbers : throw new FormatException($"'{text}' are not {count} numbers.");
    }

    private static long Count(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count
            : throw new FormatException($"'{text}' is no number of things.");
}
