using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Fields;

/// <summary>NumPy's array format (NEP 1), versions 1 to 3.</summary>
internal static partial class NpyFormat
{
    public static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The array.</param>
    /// <param name="name">Its name.</param>
    /// <param name="fileLength">Bytes of the file it is in: memory for as many numbers is taken at once.</param>
    public static NamedArray Read(Stream stream, string name, long fileLength)
    {
        byte[] head = stream.ReadBytes(8);
        if (!head.AsSpan(0, 6).SequenceEqual(Magic)) throw new FormatException($"the array '{name}' does not start like a NumPy array.");
        byte[] length = stream.ReadBytes(head[6] == 1 ? 2 : 4);
        int headerLength = length.Length == 2 ? BitConverter.ToUInt16(length) : BitConverter.ToInt32(length);
        if (headerLength is < 0 or > 1 << 20) throw new FormatException($"the array '{name}' has a header of {headerLength} bytes.");
        string header = Encoding.UTF8.GetString(stream.ReadBytes(headerLength));
        Match type = TypePattern().Match(header), order = OrderPattern().Match(header), shapeText = ShapePattern().Match(header);
        if (!type.Success || !order.Success || !shapeText.Success)
            throw new FormatException($"the array '{name}' has the header '{header.Trim()}', which describes no plain numbers.");
        long[] shape = [.. shapeText.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(s => long.Parse(s, CultureInfo.InvariantCulture))];
        int count = ElementDecoder.Count(shape);
        if (type.Groups[1].Value == ">") throw new FormatException($"the array '{name}' is big-endian, which is not supported.");
        string code = type.Groups[2].Value;
        if (code[0] == 'U') return ReadText(stream, name, int.Parse(code[1..], CultureInfo.InvariantCulture), count);
        bool isComplex = code[0] == 'c';
        float[] values = ElementDecoder.Read(stream, code, count, fileLength);
        if (order.Groups[1].Value == "True" && shape.Length > 1) values = FromColumnMajor(values, shape, isComplex ? 2 : 1);
        int[] sizes = [.. shape.Select(s => (int)s), .. isComplex ? [2] : Array.Empty<int>()];
        return new NamedArray(name, sizes, values) { IsComplex = isComplex };
    }

    public static void Write(Stream stream, NamedArray array)
    {
        string shape = string.Concat(array.Shape.Select(s => s.ToString(CultureInfo.InvariantCulture) + ", ")).TrimEnd();
        if (array.Shape.Count > 1) shape = shape.TrimEnd(',');
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}";
        // Magic, version, length, header and a line end together fill whole blocks of 64 bytes.
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0]);
        stream.Write(BitConverter.GetBytes((ushort)header.Length));
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(MemoryMarshal.AsBytes(array.Values.AsSpan()));
    }

    private static NamedArray ReadText(Stream stream, string name, int characters, int count)
    {
        byte[] bytes = stream.ReadBytes(checked(4L * characters * count));
        string text = Encoding.UTF32.GetString(bytes).TrimEnd('\0');
        return new NamedArray(name, [count], []) { Text = text };
    }

    private static float[] FromColumnMajor(float[] values, long[] shape, int parts)
    {
        var result = new float[values.Length];
        var index = new long[shape.Length];
        for (int target = 0; target < values.Length / parts; target++)
        {
            long source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--) source = source * shape[axis] + index[axis];
            for (int part = 0; part < parts; part++) result[target * parts + part] = values[source * parts + part];
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
        return result;
    }

    [GeneratedRegex("'descr':\\s*'([<>|=])([a-zA-Z]+\\d+)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex("'fortran_order':\\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape':\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapePattern();
}
