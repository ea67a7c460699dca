using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// What netCDF's attributes say of a variable's numbers (the CF conventions): that floats are stored as whole numbers,
/// x = stored · scale_factor + add_offset, and which stored numbers stand for missing ones, which become NaN. All is
/// computed in double precision and rounded once.
/// </summary>
/// <param name="Scale">The factor.</param>
/// <param name="Offset">What is added afterwards.</param>
/// <param name="Missing">Stored numbers that are none.</param>
internal sealed record NumberPacking(double Scale, double Offset, double[] Missing)
{
    public const string ScaleName = "scale_factor", OffsetName = "add_offset";

    /// <summary>Attributes that stand for missing numbers.</summary>
    public static readonly string[] MissingNames = ["_FillValue", "missing_value"];

    /// <summary>Reads a variable's attributes.</summary>
    /// <param name="code">The stored type.</param>
    /// <param name="attribute">Gives the numbers of an attribute, or null where there is none.</param>
    /// <returns>Null where the numbers are what is stored.</returns>
    public static NumberPacking? Of(string code, Func<string, double[]?> attribute)
    {
        double scale = Only(ScaleName, 1), offset = Only(OffsetName, 0);
        double[] missing = [.. MissingNames.SelectMany(name => attribute(name) ?? []).Select(Stored)
            .Where(n => !double.IsNaN(n)).Distinct()];
        return scale == 1 && offset == 0 && missing.Length == 0 ? null : new(scale, offset, missing);

        double Only(string name, double otherwise) => attribute(name) switch
        {
            null => otherwise,
            [var number] => number,
            _ => throw new UnsupportedArrayException($"the attribute '{name}' is not one number."),
        };

        // A missing number may be written in another type than the variable's, such as 1e20 or -1.
        double Stored(double number) => code[0] switch
        {
            'f' or 'c' when ElementDecoder.Size(code) / ElementDecoder.Parts(code) == sizeof(float) => (float)number,
            'u' when number < 0 => number + Math.ScaleB(1, 8 * ElementDecoder.Size(code)),
            _ => number,
        };
    }

    /// <summary>Decodes elements; a complex one gives two numbers.</summary>
    /// <param name="code">Their type.</param>
    /// <param name="bytes">The elements, their first byte the lowest.</param>
    /// <param name="values">Receives the numbers.</param>
    /// <exception cref="FormatException">A number is beyond the range of single precision.</exception>
    public void Unpack(string code, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (code)
        {
            case "f4" or "c8": Unpack<float>(code, bytes, values); break;
            case "f8" or "c16": Unpack<double>(code, bytes, values); break;
            case "f2": Unpack<Half>(code, bytes, values); break;
            case "b1" or "u1": Unpack<byte>(code, bytes, values); break;
            case "i1": Unpack<sbyte>(code, bytes, values); break;
            case "i2": Unpack<short>(code, bytes, values); break;
            case "u2": Unpack<ushort>(code, bytes, values); break;
            case "i4": Unpack<int>(code, bytes, values); break;
            case "u4": Unpack<uint>(code, bytes, values); break;
            case "i8": Unpack<long>(code, bytes, values); break;
            case "u8": Unpack<ulong>(code, bytes, values); break;
            default: throw new UnsupportedArrayException($"packed numbers of the type '{code}' are not supported.");
        }
    }

    private void Unpack<T>(string code, ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(bytes);
        if (Scale == 1 && Offset == 0 && !HasMissing(elements))
        {
            ElementDecoder.Decode(code, bytes, values);
            return;
        }
        for (int i = 0; i < values.Length; i++)
        {
            double stored = double.CreateTruncating(elements[i]);
            if (Missing.AsSpan().Contains(stored))
            {
                values[i] = float.NaN;
                continue;
            }
            double number = stored * Scale + Offset;
            values[i] = (float)number;
            if (float.IsInfinity(values[i]) && double.IsFinite(number))
                throw new FormatException("a number is beyond ±3.4e38, the range of single precision.");
        }
    }

    // Whether there may be missing numbers: mostly there are none, and this is quicker than looking at each.
    private bool HasMissing<T>(ReadOnlySpan<T> elements)
        where T : unmanaged, INumberBase<T>
    {
        foreach (double missing in Missing)
            if (elements.Contains(T.CreateSaturating(missing))) return true;
        return false;
    }
}
