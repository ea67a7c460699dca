using System.Globalization;
using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Numbers in Zarr's metadata, which JSON has no way to write all of.</summary>
internal static class ZarrFill
{
    /// <summary>The numbers of an element that is in no chunk. What has no value is not known, which is NaN.</summary>
    /// <param name="value">The fill value.</param>
    /// <param name="code">The type of the elements.</param>
    /// <param name="packing">What else the numbers go through, or null.</param>
    public static float[] Of(JsonElement value, string code, NumberPacking? packing)
    {
        int parts = ElementDecoder.Parts(code);
        double[] numbers = value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => [.. Enumerable.Repeat(double.NaN, parts)],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(v => Number(v, code))],
            _ => [Number(value, code), .. Enumerable.Repeat(0.0, parts - 1)],
        };
        if (numbers.Length != parts) throw Fault(value);
        return [.. numbers.Select(n => packing is null ? (float)n
            : packing.Missing.Contains(n) ? float.NaN : (float)(n * packing.Scale + packing.Offset))];
    }

    /// <summary>A number, such as 1.5, true, "NaN", "-Infinity" or the bits "0x7fc00000".</summary>
    public static double Number(JsonElement value, string code) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString()! switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text when text.StartsWith("0x", StringComparison.Ordinal)
            => Bits(text[2..], code) ?? throw Fault(value),
            // xarray's way to say floats.
            var text => Base64(text, code) ?? throw Fault(value),
        },
        _ => throw Fault(value),
    };

    private static double? Bits(string digits, string code)
    {
        int size = ElementDecoder.Size(code) / ElementDecoder.Parts(code);
        return ulong.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits)
            ? ElementDecoder.Double(code[0] == 'c' ? $"f{size}" : code, BitConverter.GetBytes(bits).AsSpan(0, size))
            : null;
    }

    private static double? Base64(string text, string code)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        if (!Convert.TryFromBase64String(text, bytes, out int length)) return null;
        return length == sizeof(double) && code[0] is 'f' or 'c' ? BitConverter.ToDouble(bytes)
            : length == ElementDecoder.Size(code) ? ElementDecoder.Double(code, bytes[..length]) : null;
    }

    private static FormatException Fault(JsonElement value)
        => new($"the fill value {value.GetRawText()} is no number of the array's type.");
}
