using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// MATLAB's files of version 5 to 7, compressed or not, in either byte order ("MAT-File Format", The MathWorks).
/// Numbers, structs and cells are read; fields are <c>s.x</c>, cells and elements of struct arrays <c>c.0</c>. Axes are
/// those that MATLAB shows.
/// </summary>
internal sealed class MatFormat
{
    /// <summary>Bytes that tell what the file is.</summary>
    public const int HeadLength = 128;

    private const int Matrix = 14, Compressed = 15;
    private const int Cell = 1, Struct = 2, Object = 3, Char = 4, Sparse = 5, Double = 6, UInt64 = 15;
    private const int ComplexFlag = 0x800;
    // The types in which numbers are stored, by MATLAB's numbers of them.
    private static readonly string?[] Codes =
        [null, "i1", "u1", "i2", "u2", "i4", "u4", "f4", null, "f8", null, null, "i8", "u8"];

    private readonly FileContent _content;
    private readonly ReadBudget _budget;
    private readonly bool _isBigEndian;
    private readonly FileStream _file;

    private MatFormat(FileStream file, FileContent content, ReadBudget budget, bool isBigEndian)
        => (_file, _content, _budget, _isBigEndian) = (file, content, budget, isBigEndian);

    /// <summary>Whether a file begins like one of these.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
        => head.Length >= HeadLength && (head[126], head[127]) is ((byte)'I', (byte)'M') or ((byte)'M', (byte)'I')
        && (head[126] == 'I' ? head[125] : head[124]) == 1;

    /// <summary>Reads all variables.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="content">Receives them.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(FileStream stream, FileContent content, ReadBudget budget)
    {
        byte[] head = stream.ReadBytes(HeadLength);
        var format = new MatFormat(stream, content, budget, isBigEndian: head[126] == 'M');
        while (stream.Position < stream.Length) format.Variable();
    }

    private void Variable()
    {
        FileStream stream = _file;
        var (type, size, _) = Tag(stream);
        long next = stream.Position + size;
        if (next > stream.Length)
            throw new EndOfStreamException($"a variable of {size} bytes ends too early, {next - stream.Length} are "
                + "missing.");
        if (type == Compressed)
        {
            using var unpacked = new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var element = new BufferedStream(unpacked);
            var (inner, length, _) = Tag(element);
            if (inner != Matrix) throw new FormatException($"a compressed element is of the type {inner}.");
            _budget.Unpack(length, "variable");
            Element(element, length, null, 0);
        }
        else if (type == Matrix)
        {
            Element(stream, size, null, 0);
        }
        stream.Position = next;
    }

    // A matrix with all that is in it. Its name is empty inside of cells and structs, which say where it is.
    private void Element(Stream stream, long size, string? place, int depth)
    {
        if (depth > _budget.Limits.Nesting)
            throw new FormatException($"cells and structs are nested more than {_budget.Limits.Nesting} deep.");
        _budget.Take(ReadBudget.InstanceBytes);
        var part = new Counted(stream, size);
        // Cells that were never filled.
        if (size == 0) return;
        byte[] flags = Bytes(part, "its flags", 8);
        uint bits = BitConverter.ToUInt32(Ordered(flags, 4));
        int kind = (int)(bits & 0xFF);
        byte[] sizes = Bytes(part, "its dimensions", 4 * ReadLimits.MaximumAxes);
        Ordered(sizes, 4);
        long[] shape = [.. Enumerable.Range(0, sizes.Length / 4).Select(i => (long)BitConverter.ToInt32(sizes, 4 * i))];
        string own = Encoding.UTF8.GetString(Bytes(part, "its name", _budget.Limits.NameLength));
        string name = _budget.Name(place ?? (own.Length == 0 ? "ans" : own));
        long total = ElementDecoder.LongCount(shape);
        if (kind is Char or (>= Sparse and <= UInt64) && !_content.Wants(name, shape))
        {
            part.Skip();
            return;
        }
        if (kind is >= Double and <= UInt64 && (bits & ComplexFlag) == 0 && part.CanSeek && _content.Streams(total))
        {
            _content.Add(Leave(part, name, shape, total));
            part.Skip();
            return;
        }
        if (kind == Sparse)
        {
            ReadSparse(part, name, shape, (bits & ComplexFlag) != 0);
            part.Skip();
            return;
        }
        int count = ElementDecoder.Count(shape);
        switch (kind)
        {
            case Cell:
                for (int i = 0; i < count; i++) Inner(part, $"{name}.{i}", depth);
                break;
            case Struct or Object:
                if (kind == Object) Bytes(part, "its class", _budget.Limits.NameLength);
                foreach (var (field, i) in Fields(part, count))
                    Inner(part, count == 1 ? $"{name}.{field}" : $"{name}.{i}.{field}", depth);
                break;
            case Char: _content.Add(ReadText(part, name, count)); break;
            case >= Double and <= UInt64:
                _content.Add(Numbers(part, name, shape, count, (bits & ComplexFlag) != 0));
                break;
            default:
                _content.Refuse(name, $"the variable '{name}' is of MATLAB's class {kind}");
                break;
        }
        part.Skip();
    }

    private void Inner(Counted stream, string place, int depth)
    {
        var (type, size, _) = Tag(stream);
        if (type != Matrix) throw new FormatException($"'{place}' is an element of the type {type}.");
        Element(stream, size, place, depth + 1);
    }

    private List<(string Field, int Element)> Fields(Counted stream, int count)
    {
        byte[] lengths = Bytes(stream, "the length of field names", 4);
        int length = BitConverter.ToInt32(Ordered(lengths, 4));
        byte[] names = Bytes(stream, "field names", 1 << 20);
        if (length < 1 || names.Length % length != 0)
            throw new FormatException($"a struct has {names.Length} bytes of field names of {length} each.");
        string[] fields = [.. names.Chunk(length).Select(n => Encoding.UTF8.GetString(n).Split('\0')[0])];
        _budget.Take((long)count * fields.Length * ReadBudget.InstanceBytes);
        return [.. Enumerable.Range(0, count).SelectMany(i => fields.Select(field => (field, i)))];
    }

    private NamedArray Numbers(Counted stream, string name, long[] shape, int count, bool isComplex)
    {
        float[] values = Part(stream, name, count, isComplex ? null : _content.Packing(name));
        if (isComplex) values = Pairs(values, Part(stream, name, count, null));
        int parts = isComplex ? 2 : 1;
        return NamedArray.Of(name, shape, parts, ColumnMajor.ToRowMajor(values, shape, parts, _budget));
    }

    // The rows of the numbers, where each column begins, and the numbers.
    private void ReadSparse(Counted stream, string name, long[] shape, bool isComplex)
    {
        if (shape.Length != 2) throw new FormatException($"the sparse matrix '{name}' has {shape.Length} axes.");
        long[] rows = Whole(), columns = Whole();
        long count = columns is [.., var last] && last >= 0 && last <= rows.Length ? last
            : throw new FormatException($"the sparse matrix '{name}' is damaged.");
        float[] values = Some(stream, name, count);
        if (isComplex) values = Pairs(values, Some(stream, name, count));
        try
        {
            _content.Add(SparseMatrix.Dense(name, shape[0], shape[1], rows, columns, values, isComplex ? 2 : 1,
                _budget));
        }
        catch (UnsupportedArrayException error)
        {
            _content.Refuse(name, error.Message.TrimEnd('.'));
        }

        long[] Whole()
        {
            var (_, size, padding) = Tag(stream);
            _budget.Take(4 * size);
            byte[] bytes = Ordered(stream.ReadBytes(size, _budget.Certain), sizeof(int));
            stream.ReadBytes(padding);
            return [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(n => (long)n)];
        }
    }

    // Numbers of a sparse matrix, of which more than needed may be there.
    private float[] Some(Counted stream, string name, long needed)
    {
        var (type, size, padding) = Tag(stream);
        string code = Code(type, name);
        long count = size / ElementDecoder.Size(code);
        if (count < needed || count * ElementDecoder.Size(code) != size)
            throw new FormatException($"the sparse matrix '{name}' has {size} bytes for {needed} numbers.");
        _budget.Take(sizeof(float) * count);
        float[] values = ElementDecoder.Read(stream, code, checked((int)count), _budget.Certain, _isBigEndian);
        stream.ReadBytes(padding);
        return values;
    }

    private float[] Pairs(float[] real, float[] imaginary)
    {
        _budget.Take(2L * sizeof(float) * real.Length);
        return [.. real.Zip(imaginary, (re, im) => new[] { re, im }).SelectMany(pair => pair)];
    }

    private RawArray Leave(Counted stream, string name, long[] shape, long count)
    {
        var (code, _) = Numbers(stream, name, count);
        return new RawArray(name, shape, code, new PlainBytes(_file.Name), _file.Position,
            RawArray.ColumnMajor(shape, ElementDecoder.Size(code)))
        {
            IsBigEndian = _isBigEndian,
            Packing = _content.Packing(name),
        };
    }

    // The type of numbers, the smallest that holds them, and the padding after them.
    private (string Code, int Padding) Numbers(Counted stream, string name, long count)
    {
        var (type, size, padding) = Tag(stream);
        string code = Code(type, name);
        if (size != count * ElementDecoder.Size(code))
            throw new FormatException($"the numbers of '{name}' take {size} bytes; its size and type describe "
                + $"{count * ElementDecoder.Size(code)}.");
        return (code, padding);
    }

    private static string Code(int type, string name) => type >= 0 && type < Codes.Length && Codes[type] is { } known
        ? known : throw new FormatException($"the numbers of '{name}' are of the type {type}.");

    // Real or imaginary parts.
    private float[] Part(Counted stream, string name, int count, NumberPacking? packing)
    {
        var (code, padding) = Numbers(stream, name, count);
        _budget.Take(sizeof(float) * (long)count);
        float[] values = ElementDecoder.Read(stream, code, count, _budget.Certain, _isBigEndian, packing);
        stream.ReadBytes(padding);
        return values;
    }

    private NamedArray ReadText(Counted stream, string name, int count)
    {
        var (type, size, padding) = Tag(stream);
        ReadBudget.Require(size, _budget.Limits.TextLength, $"the text '{name}'");
        _budget.Take(2 * size);
        byte[] bytes = stream.ReadBytes(size, _budget.Certain);
        stream.ReadBytes(padding);
        if (_isBigEndian) ElementDecoder.Reverse(bytes, type is 4 or 17 ? 2 : type is 18 ? 4 : 1);
        string text = type switch
        {
            4 or 17 => Encoding.Unicode.GetString(bytes),
            18 => Encoding.UTF32.GetString(bytes),
            _ => Encoding.UTF8.GetString(bytes),
        };
        return new NamedArray(name, [count], []) { Text = text };
    }

    // A small element as bytes.
    private byte[] Bytes(Counted stream, string what, int most)
    {
        var (_, size, padding) = Tag(stream);
        if (size > most) throw new FormatException($"{what} take {size} bytes; the limit is {most}.");
        _budget.Take(size);
        byte[] bytes = stream.ReadBytes(size);
        stream.ReadBytes(padding);
        return bytes;
    }

    // An element's type, its size, and the padding after it, which ends at a multiple of eight bytes. A small element
    // has type and size in its first four bytes and its content in the next four.
    private (int Type, long Size, int Padding) Tag(Stream stream)
    {
        uint first = BitConverter.ToUInt32(Ordered(stream.ReadBytes(4), 4));
        if (first >> 16 is var small and > 0)
        {
            if (small > 4) throw new FormatException($"a small element has {small} bytes.");
            return ((int)(first & 0xFFFF), small, 4 - (int)small);
        }
        uint size = BitConverter.ToUInt32(Ordered(stream.ReadBytes(4), 4));
        return ((int)first, size, (int)(-size & 7));
    }

    private byte[] Ordered(byte[] bytes, int size)
    {
        if (_isBigEndian) ElementDecoder.Reverse(bytes, size);
        return bytes;
    }

    /// <summary>What is left of an element.</summary>
    private sealed class Counted(Stream inner, long left) : ReadOnlyStream
    {
        public override bool CanSeek => inner.CanSeek;

        public override long Position
        {
            get => inner.Position;
            set
            {
                left -= value - inner.Position;
                inner.Position = value;
            }
        }

        public override int Read(Span<byte> buffer)
        {
            int got = inner.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= got;
            return got;
        }

        /// <summary>Reads to the end.</summary>
        public void Skip()
        {
            if (CanSeek)
            {
                Position += left;
                return;
            }
            Span<byte> buffer = stackalloc byte[4096];
            while (left > 0)
                if (Read(buffer) == 0)
                    throw new EndOfStreamException(
                        string.Create(CultureInfo.InvariantCulture, $"a variable ends {left} bytes too early."));
        }
    }
}
