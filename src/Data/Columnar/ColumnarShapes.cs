using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// How the sizes of arrays are kept beside their lists: in Arrow as its canonical extension type for tensors of one
/// shape, in Parquet as one JSON object from names of columns to sizes.
/// </summary>
internal static class ColumnarShapes
{
    /// <summary>The key in the metadata of a Parquet file.</summary>
    public const string ParquetKey = "field_shapes";

    /// <summary>The keys in the metadata of an Arrow field, and the name of the extension type.</summary>
    public const string ExtensionKey = "ARROW:extension:name", ExtensionMetadata = "ARROW:extension:metadata",
        Tensor = "arrow.fixed_shape_tensor";

    /// <summary>The sizes of a tensor, from <c>{"shape": [2, 3]}</c>.</summary>
    public static int[]? OfTensor(string json) => Read(json, root => Sizes(root, "shape"));

    /// <summary>The sizes of a column, from <c>{"u": [2, 3]}</c>.</summary>
    public static int[]? OfColumn(string json, string column) => Read(json, root => Sizes(root, column));

    // Metadata of others may be anything.
    private static int[]? Read(string json, Func<JsonElement, int[]?> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int[]? Sizes(JsonElement root, string name)
        => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement sizes)
        && sizes.ValueKind == JsonValueKind.Array
        && sizes.EnumerateArray().All(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out _))
        ? [.. sizes.EnumerateArray().Select(n => n.GetInt32())] : null;
}
