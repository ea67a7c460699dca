using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Metadata of arrays of version 3.</summary>
internal static class ZarrVersion3
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["bool"] = "b1",
        ["int8"] = "i1",
        ["int16"] = "i2",
        ["int32"] = "i4",
        ["int64"] = "i8",
        ["uint8"] = "u1",
        ["uint16"] = "u2",
        ["uint32"] = "u4",
        ["uint64"] = "u8",
        ["float16"] = "f2",
        ["bfloat16"] = "bf2",
        ["float32"] = "f4",
        ["float64"] = "f8",
        ["complex64"] = "c8",
        ["complex128"] = "c16",
    };

    /// <summary>Reads an array's metadata.</summary>
    /// <param name="node">The content of <c>zarr.json</c>.</param>
    public static ZarrHeader Read(JsonElement node)
    {
        JsonElement type = node.GetProperty("data_type");
        string code = type.ValueKind == JsonValueKind.String
            ? Codes.GetValueOrDefault(type.GetString()!) ?? throw Unsupported($"elements of the type {type}")
            : throw Unsupported($"elements of the type {type.GetRawText()}");
        if (node.TryGetProperty("storage_transformers", out JsonElement transformers)
            && transformers.GetArrayLength() > 0)
            throw Unsupported("storage transformers");
        JsonElement grid = node.GetProperty("chunk_grid");
        if (grid.GetProperty("name").GetString() != "regular") throw Unsupported("chunks that are not all of one size");
        JsonElement attributes = node.TryGetProperty("attributes", out JsonElement given) ? given : default;
        NumberPacking? packing = ZarrJson.Packing(attributes, code, []);
        var header = new ZarrHeader
        {
            Shape = ZarrJson.Numbers(node, "shape"),
            Chunk = ZarrJson.Numbers(grid.GetProperty("configuration"), "chunk_shape"),
            Code = code,
            Fill = ZarrFill.Of(node.GetProperty("fill_value"), code, packing),
            Packing = packing,
            Key = Keys(node.GetProperty("chunk_key_encoding")),
        };
        return Codecs(header, node.GetProperty("codecs"), isShard: false).Checked();
    }

    private static ZarrHeader Codecs(ZarrHeader header, JsonElement codecs, bool isShard)
    {
        var steps = new List<ByteCodec>();
        bool isBytes = false;
        foreach (JsonElement codec in codecs.EnumerateArray())
        {
            string name = codec.GetProperty("name").GetString()!;
            JsonElement configuration = codec.TryGetProperty("configuration", out JsonElement given) ? given : default;
            switch (name)
            {
                case "transpose":
                    if (isBytes) throw new FormatException("bytes are transposed.");
                    header = header with { Order = Composed(header.Order, configuration) };
                    break;
                case "bytes":
                    (header, isBytes) = (header with { IsBigEndian = IsBig(configuration) }, true);
                    break;
                case "sharding_indexed":
                    if (isShard || isBytes || header.Order is not null || codecs.GetArrayLength() > 1)
                        throw Unsupported("shards in shards, and shards that are packed again");
                    return Shards(header, configuration);
                default:
                    if (!isBytes) throw Unsupported($"the codec '{name}' before bytes");
                    steps.Add(ByteCodecs.Of(name, configuration));
                    break;
            }
        }
        return header with { Codecs = steps };
    }

    private static ZarrHeader Shards(ZarrHeader header, JsonElement configuration)
    {
        string[] index = [.. configuration.GetProperty("index_codecs").EnumerateArray()
            .Select(codec => codec.GetProperty("name").GetString()!)];
        if (index is not (["bytes"] or ["bytes", "crc32c"]) || IsBig(configuration.GetProperty("index_codecs")[0]
            .TryGetProperty("configuration", out JsonElement given) ? given : default))
            throw Unsupported($"indices of shards by the codecs {string.Join(", ", index)}");
        return Codecs(header with
        {
            Shard = header.Chunk,
            Chunk = ZarrJson.Numbers(configuration, "chunk_shape"),
            IsIndexFirst = configuration.TryGetProperty("index_location", out JsonElement place)
                && place.GetString() == "start",
            IsIndexChecked = index.Length == 2,
        }, configuration.GetProperty("codecs"), isShard: true);
    }

    // The axes in the order in which they are stored, after all transpositions so far.
    private static int[] Composed(int[]? before, JsonElement configuration)
    {
        long[] order = ZarrJson.Numbers(configuration, "order");
        return [.. order.Select(axis => before is null ? (int)axis
            : axis >= 0 && axis < before.Length ? before[axis]
            : throw new FormatException($"the axis {axis} is transposed."))];
    }

    private static bool IsBig(JsonElement bytes)
        => bytes.ValueKind == JsonValueKind.Object && bytes.TryGetProperty("endian", out JsonElement endian)
        && endian.GetString() == "big";

    private static Func<IReadOnlyList<long>, string> Keys(JsonElement encoding)
    {
        string name = encoding.GetProperty("name").GetString()!;
        string separator = encoding.TryGetProperty("configuration", out JsonElement configuration)
            && configuration.TryGetProperty("separator", out JsonElement given) ? given.GetString()!
            : name == "v2" ? "." : "/";
        if (separator is not ("." or "/")) throw new FormatException($"the separator of chunks is '{separator}'.");
        return name switch
        {
            "default" => place => string.Join(separator, ["c", .. place.Select(n => $"{n}")]),
            "v2" => place => place.Count == 0 ? "0" : string.Join(separator, place),
            _ => throw Unsupported($"chunks with keys by '{name}'"),
        };
    }

    private static UnsupportedArrayException Unsupported(string what) => new($"{what} are not supported.");
}
