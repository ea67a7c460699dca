using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Metadata of arrays of version 2.</summary>
internal static class ZarrVersion2
{
    /// <summary>Reads an array's metadata.</summary>
    /// <param name="node">The content of <c>.zarray</c>.</param>
    /// <param name="attributes">That of <c>.zattrs</c>, where there is one.</param>
    public static ZarrHeader Read(JsonElement node, JsonElement attributes)
    {
        (string code, bool isBigEndian) = Type(node.GetProperty("dtype"));
        long[] shape = ZarrJson.Numbers(node, "shape");
        string separator = node.TryGetProperty("dimension_separator", out JsonElement given) ? given.GetString()! : ".";
        if (separator is not ("." or "/")) throw new FormatException($"the separator of chunks is '{separator}'.");
        var codecs = new List<ByteCodec>();
        if (node.TryGetProperty("filters", out JsonElement filters) && filters.ValueKind == JsonValueKind.Array)
            foreach (JsonElement filter in filters.EnumerateArray()) codecs.Add(Codec(filter));
        if (node.TryGetProperty("compressor", out JsonElement compressor) && compressor.ValueKind != JsonValueKind.Null)
            codecs.Add(Codec(compressor));
        JsonElement fill = node.TryGetProperty("fill_value", out JsonElement filled) ? filled : default;
        NumberPacking? packing = ZarrJson.Packing(attributes, code, Missing(fill, attributes, code));
        return new ZarrHeader
        {
            Shape = shape,
            Chunk = ZarrJson.Numbers(node, "chunks"),
            Code = code,
            IsBigEndian = isBigEndian,
            Order = node.TryGetProperty("order", out JsonElement order) && order.GetString() == "F"
                ? [.. Enumerable.Range(0, shape.Length).Reverse()] : null,
            Codecs = codecs,
            Fill = ZarrFill.Of(fill, code, packing),
            Packing = packing,
            Key = place => place.Count == 0 ? "0" : string.Join(separator, place),
        }.Checked();
    }

    // The fill value is also that of missing numbers where xarray wrote the array, except that of an array of zeros.
    private static double[] Missing(JsonElement fill, JsonElement attributes, string code)
    {
        if (attributes.ValueKind != JsonValueKind.Object || fill.ValueKind is JsonValueKind.Null
            or JsonValueKind.Undefined or JsonValueKind.Array) return [];
        double number = ZarrFill.Number(fill, code);
        bool isPacked = attributes.TryGetProperty(NumberPacking.ScaleName, out _)
            || attributes.TryGetProperty(NumberPacking.OffsetName, out _);
        return isPacked || number != 0 && attributes.TryGetProperty("_ARRAY_DIMENSIONS", out _) ? [number] : [];
    }

    private static ByteCodec Codec(JsonElement codec) => ByteCodecs.Of(codec.GetProperty("id").GetString()!, codec);

    // NumPy's type, such as "<f4".
    private static (string Code, bool IsBigEndian) Type(JsonElement type)
    {
        string text = type.ValueKind == JsonValueKind.String ? type.GetString()! : type.GetRawText();
        if (text.Length < 3 || text[0] is not ('<' or '>' or '|'))
            throw new UnsupportedArrayException($"elements of the type {text} are not supported.");
        _ = ElementDecoder.Size(text[1..]);
        return (text[1..], text[0] == '>');
    }
}
