using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>netCDF-3 put together byte by byte, wrong files included.</summary>
/// <param name="version">1, 2 or 5.</param>
internal sealed class NetCdfFiles(byte version)
{
    public const int Byte = 1, Text = 2, Short = 3, Int = 4, Float = 5, Double = 6, LongType = 10;

    /// <summary>A variable: its axes, its attributes, its type and its numbers in big-endian bytes.</summary>
    public sealed record Variable(string Name, int[] Axes, int Type, byte[] Content, byte[]? Attributes = null);

    /// <summary>A file; an axis of the length 0 is that of the records.</summary>
    public byte[] File(long records, (string Name, int Length)[] axes, params Variable[] variables)
    {
        // The header is laid out twice: only then is known where it ends.
        long end = Header(variables, 0).Length;
        return [.. Header(variables, end), .. Fixed().SelectMany(v => Padded(v.Content)), .. Records()];

        byte[] Header(Variable[] all, long begin)
        {
            long fixedEnd = begin + Fixed().Sum(v => (long)Padded(v.Content).Length), at = begin, recorded = fixedEnd;
            var header = new List<byte>([.. "CDF"u8, version, .. Count(records),
                .. Number(axes.Length == 0 ? 0 : 10), .. Count(axes.Length)]);
            foreach (var (name, length) in axes) header.AddRange([.. Name(name), .. Count(length)]);
            header.AddRange([.. Number(0), .. Count(0), .. Number(all.Length == 0 ? 0 : 11), .. Count(all.Length)]);
            foreach (Variable v in all)
            {
                header.AddRange([.. Name(v.Name), .. Count(v.Axes.Length), .. v.Axes.SelectMany(a => Count(a)),
                    .. v.Attributes ?? [.. Number(0), .. Count(0)], .. Number(v.Type), .. Count(Part(v))]);
                long place = IsRecorded(v) ? recorded : at;
                header.AddRange(version == 1 ? Number((int)place) : Long(place));
                if (IsRecorded(v)) recorded += Padded(v.Content[..Part(v)]).Length;
                else at += Padded(v.Content).Length;
            }
            return [.. header];
        }

        bool IsRecorded(Variable v) => v.Axes.Length > 0 && axes[v.Axes[0]].Length == 0;

        int Part(Variable v) => IsRecorded(v) ? v.Content.Length / Math.Max(1, (int)records) : v.Content.Length;

        IEnumerable<Variable> Fixed() => variables.Where(v => !IsRecorded(v));

        IEnumerable<byte> Records()
        {
            Variable[] recorded = [.. variables.Where(IsRecorded)];
            for (int record = 0; record < records; record++)
                foreach (Variable v in recorded)
                {
                    byte[] part = v.Content.AsSpan(record * Part(v), Part(v)).ToArray();
                    foreach (byte b in recorded.Length == 1 ? part : Padded(part)) yield return b;
                }
        }
    }

    /// <summary>A list of attributes.</summary>
    public byte[] Attributes(params (string Name, int Type, int Count, byte[] Content)[] attributes)
        => [.. Number(12), .. Count(attributes.Length), .. attributes.SelectMany(a =>
            (byte[])[.. Name(a.Name), .. Number(a.Type), .. Count(a.Count), .. Padded(a.Content)])];

    public static byte[] Shorts(params short[] numbers)
        => [.. numbers.SelectMany(n => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(n)))];

    public static byte[] Floats(params float[] numbers)
        => [.. numbers.SelectMany(n => BitConverter.GetBytes(n).Reverse())];

    public static byte[] Doubles(params double[] numbers)
        => [.. numbers.SelectMany(n => BitConverter.GetBytes(n).Reverse())];

    /// <summary>A small file with a number of everything.</summary>
    public static byte[] Sample(byte version)
    {
        var files = new NetCdfFiles(version);
        return files.File(2, [("time", 0), ("x", 3)], new("x", [1], Float, Floats(0, 0.5f, 1)),
            new("u", [0, 1], Short, Shorts(1, 2, 3, 4, 5, -1), files.Attributes(
                ("scale_factor", Double, 1, Doubles(0.5)), ("_FillValue", Short, 1, Shorts(-1)))),
            new("time", [0], Double, Doubles(1, 2)), new("name", [1], Text, "abc"u8.ToArray()),
            new("flag", [0, 1], Byte, [1, 2, 3, 4, 5, 255]));
    }

    private byte[] Name(string name)
        => [.. Count(Encoding.UTF8.GetByteCount(name)), .. Padded(Encoding.UTF8.GetBytes(name))];

    private byte[] Count(long number) => version == 5 ? Long(number) : Number((int)number);

    private static byte[] Number(int number)
        => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number));

    private static byte[] Long(long number) => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number));

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
}
