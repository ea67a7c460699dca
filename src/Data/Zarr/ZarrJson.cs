using System.Text.Json;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Zarr's metadata as JSON.</summary>
internal static partial class ZarrJson
{
    // The text of metadata, which is kept with what it becomes.
    private const int Longest = 1 << 20;

    /// <summary>Reads metadata.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <exception cref="FormatException">It is damaged; the text names the key.</exception>
    public static JsonElement Read(ZarrStore store, string key, ReadBudget budget)
    {
        long length = store.Lengths[key];
        if (length > Longest)
            throw new FormatException($"'{key}' has {length} bytes; at most {Longest} are read.");
        budget.Take(8 * length);
        byte[] text = store.Read(key, 0, length);
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            try
            {
                // Python writes NaN and Infinity as they are.
                using var document = JsonDocument.Parse(
                    NoNumber().Replace(System.Text.Encoding.UTF8.GetString(text), "\"$1\""));
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                throw new FormatException($"'{key}' is damaged: {error.Message}", error);
            }
        }
    }

    /// <summary>A list of whole numbers.</summary>
    public static long[] Numbers(JsonElement parent, string name)
    {
        JsonElement list = parent.GetProperty(name);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > ReadLimits.MaximumAxes)
            throw new FormatException($"'{name}' is no list of at most {ReadLimits.MaximumAxes} sizes.");
        return [.. list.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt64(out long size)
            ? size : throw new FormatException($"'{name}' has {n.GetRawText()}, which is no size."))];
    }

    /// <summary>What netCDF's attributes say of the numbers, as xarray writes them.</summary>
    /// <param name="attributes">The array's attributes.</param>
    /// <param name="code">The type of the elements.</param>
    /// <param name="missing">Further numbers that are missing.</param>
    public static NumberPacking? Packing(JsonElement attributes, string code, double[] missing)
        => NumberPacking.Of(code, name => attributes.ValueKind == JsonValueKind.Object
            && attributes.TryGetProperty(name, out JsonElement value)
            ? [.. value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Number) : [Number(value)],
                .. name == NumberPacking.MissingNames[0] ? missing : []]
            : name == NumberPacking.MissingNames[0] && missing.Length > 0 ? missing : null);

    private static double Number(JsonElement value)
        => ZarrFill.Number(value, "f8");

    [GeneratedRegex(@"(?<=[:\[,]\s*)(NaN|-?Infinity)(?=\s*[,\]}])")]
    private static partial Regex NoNumber();
}
