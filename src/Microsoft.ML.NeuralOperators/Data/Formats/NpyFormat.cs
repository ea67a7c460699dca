using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>NumPy's array format (NEP 1), versions 1 to 3.</summary>
internal static class NpyFormat
{
    // NumPy's own limit.
    private const int MaximumHeader = 10_000;

    // Texts are UTF-32.
    private const int TextBytes = 4;

    public static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>
    /// Reads an array; one of Python objects gives those that are arrays, as <c>name.0</c> and so on.
    /// </summary>
    /// <param name="stream">The array and nothing else.</param>
    /// <param name="streamLength">Bytes of the stream, which must be those that the header describes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">Receives it.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <exception cref="UnsupportedArrayException">It holds no numbers.</exception>
    public static void Read(Stream stream, long streamLength, string name, FileContent content, ReadBudget budget)
    {
        NpyHeader header = Header(stream, name);
        int count = ElementDecoder.Count(header.Shape);
        if (header.Code == NpyHeader.Objects)
        {
            NumpyObjects.Read(stream, name, count, content, budget);
            return;
        }
        RequireWhole(header, streamLength, name);
        if (header.IsText)
        {
            if (header.IsBigEndian) throw new UnsupportedArrayException($"the text '{name}' is big-endian.");
            content.Add(ReadText(stream, name, count, TextBytes * (long)count * header.ElementSize, budget));
            return;
        }
        int parts = ElementDecoder.Parts(header.Code);
        budget.Take(sizeof(float) * (long)count * parts);
        float[] values = ElementDecoder.Read(stream, header.Code, count, budget.Certain, header.IsBigEndian);
        if (header.IsColumnMajor && header.Shape.Length > 1)
            values = ColumnMajor.ToRowMajor(values, header.Shape, parts, budget);
        content.Add(NamedArray.Of(name, header.Shape, parts, values));
    }

    /// <summary>Lists an array that is not wanted, and leaves one in its file that is too large to keep.</summary>
    /// <param name="stream">The array; its header is read.</param>
    /// <param name="streamLength">Bytes of the stream.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">What is wanted, and receives it.</param>
    /// <param name="bytes">
    /// Where the stream's bytes are and the place of its first one; null where a part of them cannot be read.
    /// </param>
    /// <returns>Whether nothing has to be read.</returns>
    public static bool IsLeft(Stream stream, long streamLength, string name, FileContent content,
        Func<NpyHeader, (ArrayBytes Bytes, long Offset)?> bytes)
    {
        NpyHeader header = Header(stream, name);
        if (header.Code == NpyHeader.Objects) return !content.Wants(name, header.Shape);
        if (!content.Wants(name, header.Shape)) return true;
        if (header.IsText
            || !content.Streams(ElementDecoder.LongCount(header.Shape) * ElementDecoder.Parts(header.Code))
            || bytes(header) is not var (place, offset)) return false;
        RequireWhole(header, streamLength, name);
        content.Add(new RawArray(name, header.Shape, header.Code, place, offset + header.Length, header.IsColumnMajor
            ? RawArray.ColumnMajor(header.Shape, ElementDecoder.Size(header.Code)) : null)
        {
            IsBigEndian = header.IsBigEndian,
        });
        return true;
    }

    public static void Write(Stream stream, NamedArray array)
    {
        WriteHeader(stream, array.Shape);
        stream.Write(MemoryMarshal.AsBytes(array.Values.AsSpan()));
    }

    /// <summary>What comes before the numbers of single precision, row-major.</summary>
    public static void WriteHeader(Stream stream, IReadOnlyList<int> sizes)
    {
        string shape = string.Concat(sizes.Select(s => s.ToString(CultureInfo.InvariantCulture) + ", ")).TrimEnd();
        if (sizes.Count > 1) shape = shape.TrimEnd(',');
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}";
        // Magic, version, length, header and a line end together fill whole blocks of 64 bytes.
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0]);
        stream.Write(BitConverter.GetBytes((ushort)header.Length));
        stream.Write(Encoding.ASCII.GetBytes(header));
    }

    private static NpyHeader Header(Stream stream, string name)
    {
        byte[] head = stream.ReadBytes(8);
        if (!head.AsSpan(0, 6).SequenceEqual(Magic))
            throw new FormatException($"the array '{name}' does not start like a NumPy array.");
        if (head[6] is < 1 or > 3 || head[7] != 0)
            throw new FormatException($"the array '{name}' is of version {head[6]}.{head[7]}; expected 1.0 to 3.0.");
        byte[] length = stream.ReadBytes(head[6] == 1 ? 2 : 4);
        long headerLength = length.Length == 2 ? BitConverter.ToUInt16(length) : BitConverter.ToUInt32(length);
        if (headerLength > MaximumHeader)
            throw new FormatException($"the array '{name}' has a header of {headerLength} bytes; the limit is "
                + $"{MaximumHeader}.");
        return NpyHeader.Parse(Encoding.UTF8.GetString(stream.ReadBytes(headerLength)), name) with
        {
            Length = head.Length + length.Length + headerLength,
        };
    }

    private static void RequireWhole(NpyHeader header, long streamLength, string name)
    {
        long left = streamLength - header.Length, needed = checked(ElementDecoder.LongCount(header.Shape)
            * (header.IsText ? TextBytes * (long)header.ElementSize : ElementDecoder.Size(header.Code)));
        if (left < needed)
            throw new EndOfStreamException($"the array '{name}' ends too early: {left} bytes of {needed}.");
        // A damaged shape or type would otherwise pass for a smaller array.
        if (left > needed)
            throw new FormatException($"the array '{name}' has {left} bytes where its header describes {needed}.");
    }

    private static NamedArray ReadText(Stream stream, string name, int count, long bytes, ReadBudget budget)
    {
        ReadBudget.Require(bytes / TextBytes, budget.Limits.TextLength, $"the text '{name}'");
        budget.Take(2 * bytes);
        string text = Encoding.UTF32.GetString(stream.ReadBytes(bytes, budget.Certain)).TrimEnd('\0');
        return new NamedArray(name, [count], []) { Text = text };
    }
}
