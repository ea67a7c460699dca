using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// netCDF-3 in its three forms, classic, 64-bit offset and 64-bit data ("NetCDF Classic Format Specification",
/// Unidata). Variables are arrays, those of coordinates too; numbers packed by scale_factor and add_offset are
/// unpacked, and missing ones are NaN.
/// </summary>
internal sealed class NetCdfFormat
{
    private const int Dimensions = 10, Variables = 11, Attributes = 12, Text = 2;
    // The number of records of a file that was still being written.
    private const long Streaming = uint.MaxValue;
    // The types of numbers by netCDF's numbers of them; a text's characters are bytes.
    private static readonly string?[] Codes =
        [null, "i1", "u1", "i2", "i4", "f4", "f8", "u1", "u2", "u4", "i8", "u8"];

    // What netCDF's library writes where nothing was written, of floats; whole numbers that are missing are ordinary.
    private const double Unwritten = 9.969209968386869e36;

    private readonly FileStream _stream;
    private readonly FileContent _content;
    private readonly ReadBudget _budget;
    private readonly byte _version;

    private NetCdfFormat(FileStream stream, FileContent content, ReadBudget budget, byte version)
        => (_stream, _content, _budget, _version) = (stream, content, budget, version);

    /// <summary>Whether a file begins like one of these.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
        => head.Length >= 4 && head[..3].SequenceEqual("CDF"u8) && head[3] is 1 or 2 or 5;

    /// <summary>Reads all variables.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="content">Receives them.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(FileStream stream, FileContent content, ReadBudget budget)
    {
        byte version = stream.ReadBytes(4)[3];
        new NetCdfFormat(stream, content, budget, version).Read();
    }

    private void Read()
    {
        long records = Count();
        long[] sizes = [.. List(Dimensions, () =>
        {
            Name();
            return Count();
        })];
        _ = List(Attributes, Attribute);
        List<Described> variables = List(Variables, () => Header(sizes));
        Described[] recorded = [.. variables.Where(v => v.IsRecorded)];
        // A record has a part of each of these, and only one that is alone is not filled up to four bytes.
        long step = recorded is [var alone] ? alone.Part : recorded.Sum(v => Padded(v.Part));
        if (records == Streaming || records < 0)
            records = step == 0 ? 0 : (_stream.Length - recorded.Min(v => v.Begin)) / step;
        foreach (Described variable in variables)
        {
            try
            {
                Variable(variable, records, step);
            }
            catch (UnsupportedArrayException error)
            {
                _content.Refuse(variable.Name, error.Message.TrimEnd('.'));
            }
        }
    }

    private void Variable(Described variable, long records, long step)
    {
        var (name, code, shape) = (variable.Name, variable.Code, variable.Shape);
        if (variable.IsRecorded) shape = [records, .. shape[1..]];
        if (!_content.Wants(name, shape)) return;
        long total = ElementDecoder.LongCount(shape), part = variable.Part,
            parts = variable.IsRecorded ? records : 1, end = checked(variable.Begin + (parts - 1) * step + part);
        if (total > 0 && (variable.Begin < 0 || end > _stream.Length))
            throw new EndOfStreamException($"the variable '{name}' [{string.Join(", ", shape)}] ends at {end} of "
                + $"{_stream.Length} bytes.");
        var stream = new RecordStream(_stream, variable.Begin, part, step);
        if (variable.IsText)
        {
            if (total > _budget.Limits.TextLength)
                throw new UnsupportedArrayException($"the variable '{name}' is a text of {total} characters.");
            _budget.Take(2 * total);
            string text = Encoding.UTF8.GetString(stream.ReadBytes(total)).TrimEnd('\0');
            _content.Add(new NamedArray(name, [(int)total], []) { Text = text });
            return;
        }
        if (variable.Attributes.GetValueOrDefault("_Unsigned") is { Text: "true" } && code[0] == 'i')
            code = "u" + code[1..];
        NumberPacking? packing = NumberPacking.Of(code, attribute => variable.Attributes.TryGetValue(attribute,
            out var value) ? value.Numbers ?? (NumberPacking.MissingNames.Contains(attribute) ? []
                : throw new UnsupportedArrayException($"the attribute '{attribute}' of '{name}' is no number."))
            : attribute == NumberPacking.MissingNames[0] && code[0] == 'f' ? [Unwritten] : null);
        packing = _content.Packing(name, packing);
        if (_content.Streams(total))
        {
            long[] strides = RawArray.RowMajor(shape, ElementDecoder.Size(code));
            if (variable.IsRecorded) strides[0] = step;
            _content.Add(new RawArray(name, shape, code, new PlainBytes(_stream.Name), variable.Begin, strides)
            {
                IsBigEndian = true,
                Packing = packing,
                Record = variable.IsRecorded && step != part ? step : 0,
            });
            return;
        }
        int count = ElementDecoder.Count(shape);
        _budget.Take(sizeof(float) * (long)count);
        _content.Add(NamedArray.Of(name, shape, 1,
            ElementDecoder.Read(stream, code, count, _budget.Certain, isBigEndian: true, packing)));
    }

    private Described Header(long[] sizes)
    {
        string name = Name();
        long rank = Count();
        if (rank is < 0 or > ReadLimits.MaximumAxes)
            throw new FormatException($"the variable '{name}' has {rank} axes; the limit is "
                + $"{ReadLimits.MaximumAxes}.");
        long[] shape = [.. Enumerable.Range(0, (int)rank).Select(_ => Count() is >= 0 and var axis
            && axis < sizes.Length ? sizes[axis]
            : throw new FormatException($"the variable '{name}' has an axis that the file does not have."))];
        var attributes = new Dictionary<string, (double[]? Numbers, string? Text)>(StringComparer.Ordinal);
        foreach (var (attribute, numbers, text) in List(Attributes, Attribute))
            attributes[attribute] = (numbers, text);
        int type = Int();
        string code = Code(type);
        // What the file says of a variable's length is wrong where it is long, so it is not used.
        Count();
        long begin = _version == 1 ? (uint)Int() : Long();
        bool isRecorded = shape is [0, ..];
        long part = checked(ElementDecoder.LongCount(isRecorded ? shape[1..] : shape) * ElementDecoder.Size(code));
        return new Described(name, code, type == Text, shape, isRecorded, part, begin, attributes);
    }

    private (string Name, double[]? Numbers, string? Text) Attribute()
    {
        string name = Name();
        int type = Int();
        string code = Code(type);
        long count = Count(), bytes = checked(count * ElementDecoder.Size(code));
        if (bytes < 0 || bytes > _stream.Length - _stream.Position)
            throw new EndOfStreamException($"the attribute '{name}' of {bytes} bytes ends too early.");
        // A history may be long; the attributes that tell of numbers are not.
        bool isShort = bytes <= 256;
        byte[] content = _stream.ReadBytes(isShort ? bytes : 0);
        _stream.Position += Padded(bytes) - content.Length;
        if (type == Text || !isShort) return (name, null, isShort ? Encoding.UTF8.GetString(content) : null);
        int size = ElementDecoder.Size(code);
        ElementDecoder.Reverse(content, size);
        return (name, [.. content.Chunk(size).Select(number => ElementDecoder.Double(code, number))], null);
    }

    private List<T> List<T>(int tag, Func<T> item)
    {
        int found = Int();
        long count = Count();
        if (found != tag && (found != 0 || count != 0))
            throw new FormatException($"its header has the tag {found} where {tag} or nothing is expected.");
        var items = new List<T>();
        for (long i = 0; i < count; i++)
        {
            _budget.Take(ReadBudget.InstanceBytes);
            items.Add(item());
        }
        return items;
    }

    private string Name()
    {
        long length = Count();
        ReadBudget.Require(length, _budget.Limits.NameLength, "a name");
        string name = Encoding.UTF8.GetString(_stream.ReadBytes(length));
        _stream.ReadBytes(Padded(length) - length);
        return _budget.Name(name);
    }

    private static string Code(int type) => type >= 0 && type < Codes.Length && Codes[type] is { } code ? code
        : throw new FormatException($"its header has the type {type}, which netCDF-3 does not know.");

    // Numbers of things take eight bytes in the youngest version.
    private long Count() => _version == 5 ? Long() : (uint)Int();

    private int Int() => BinaryPrimitives.ReadInt32BigEndian(_stream.ReadBytes(sizeof(int)));

    private long Long() => BinaryPrimitives.ReadInt64BigEndian(_stream.ReadBytes(sizeof(long)));

    private static long Padded(long bytes) => checked(bytes + 3) & ~3L;

    // Part: bytes of it in a record, or in all.
    private sealed record Described(string Name, string Code, bool IsText, long[] Shape, bool IsRecorded, long Part,
        long Begin, Dictionary<string, (double[]? Numbers, string? Text)> Attributes);
}
