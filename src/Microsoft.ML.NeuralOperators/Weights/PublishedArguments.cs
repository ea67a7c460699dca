using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Weights;

/// <summary>
/// Arguments of the program that saved some weights, which names and shapes do not tell: those of a text "config" in
/// the file, and over them those that the caller gives. What is asked for is remembered, so that a given argument
/// without effect is noticed.
/// </summary>
internal sealed class PublishedArguments
{
    private readonly Dictionary<string, JsonElement> _values;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string[] _given;

    /// <param name="config">The file's text; null when it has none. Another program's text says nothing.</param>
    /// <param name="given">The caller's.</param>
    /// <exception cref="ArgumentException">A given value is none of the kinds that programs have.</exception>
    public PublishedArguments(string? config, IReadOnlyDictionary<string, object>? given)
    {
        _values = Parse(config);
        _given = [.. given?.Keys ?? []];
        foreach (var (name, value) in given ?? new Dictionary<string, object>())
            _values[name] = IsPlain(value) || value is IEnumerable list and not string
                && list.Cast<object>().All(IsPlain)
                ? JsonSerializer.SerializeToElement(Plain(value), PlainJson.Default.Object)
                : throw new ArgumentException($"Arguments: '{name}' is {value ?? "null"}; expected a number, a text, a "
                    + "boolean, or a list of these.", nameof(given));
    }

    /// <summary>Calls a function that asks for arguments, and tells which of the caller's it did not ask for.</summary>
    public T Noting<T>(Func<T> ask, out IReadOnlyList<string> unasked, out IReadOnlyList<string> asked)
    {
        _asked.Clear();
        T result = ask();
        (unasked, asked) = ([.. _given.Where(g => !_asked.Contains(g))], [.. _asked.Order(StringComparer.Ordinal)]);
        return result;
    }

    /// <summary>Refuses weights whose program has arguments that nothing says.</summary>
    /// <exception cref="FormatException">Some are missing; the text lists all of them.</exception>
    public void Require(string program, params IReadOnlyList<string> names)
    {
        string[] missing = [.. names.Where(n => Find(n) is null).Select(n => $"'{n}'")];
        if (missing.Length > 0)
            throw new FormatException($"The checkpoint is a {program}, whose weights do not say everything. Give the "
                + $"program's argument{(missing.Length > 1 ? "s" : "")} {string.Join(" and ", missing)}.");
    }

    /// <summary>A whole number; a boolean is 1 or 0. Null when nothing says it.</summary>
    public int? Whole(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => 1,
        { ValueKind: JsonValueKind.False } => 0,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int whole) => whole,
        { } other => throw Wrong(name, other, "a whole number"),
    };

    /// <summary>A number; null when nothing says it.</summary>
    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        { } other => throw Wrong(name, other, "a number"),
    };

    /// <summary>A text; null when nothing says it.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } other => throw Wrong(name, other, "a text"),
    };

    /// <summary>Whole numbers, one of them without a list, too; null when nothing says them.</summary>
    public int[]? Numbers(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int only) => [only],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray()
            .All(v => v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out _))
            => [.. list.EnumerateArray().Select(v => v.GetInt32())],
        { } other => throw Wrong(name, other, "whole numbers"),
    };

    /// <summary>A plain value as Python writes it; null when nothing says it, and for None.</summary>
    /// <param name="place">The name, and after dots the places in its lists.</param>
    public string? Said(string place)
    {
        string[] steps = place.Split('.');
        JsonElement? value = Find(steps[0]);
        foreach (string step in steps[1..])
            value = value is { ValueKind: JsonValueKind.Array } list && int.TryParse(step, out int index)
                && index < list.GetArrayLength() ? list[index] : null;
        return value?.ValueKind switch
        {
            null or JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object => null,
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.String => value.Value.GetString() is var text && text == "None" ? null : text,
            _ => value.Value.GetRawText(),
        };
    }

    /// <summary>Whether anything says it, though it be None.</summary>
    public bool Says(string name)
    {
        _asked.Add(name);
        return _values.ContainsKey(name);
    }

    /// <summary>Numbers, one of them without a list, too; null when nothing says them.</summary>
    public double[]? Reals(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => [value.GetDouble()],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray()
            .All(v => v.ValueKind == JsonValueKind.Number) => [.. list.EnumerateArray().Select(v => v.GetDouble())],
        { } other => throw Wrong(name, other, "numbers"),
    };

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static FormatException Wrong(string name, JsonElement value, string expected)
        => new($"the program's argument '{name}' is {value.GetRawText()}; expected {expected}.");

    private static object Plain(object value)
        => value is IEnumerable list and not string ? list.Cast<object>().ToArray() : value;

    private static bool IsPlain(object? value) => value is bool or string or sbyte or byte or short or ushort or int
        or uint or long or ulong or float or double or decimal;

    private static Dictionary<string, JsonElement> Parse(string? text)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (text is null) return values;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty property in json.RootElement.EnumerateObject())
                    values[property.Name] = property.Value.Clone();
        }
        catch (JsonException)
        {
            // Some other program's text.
        }
        return values;
    }
}

/// <summary>Values of arguments as JSON, without reflection.</summary>
[JsonSerializable(typeof(object[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(sbyte))]
[JsonSerializable(typeof(byte))]
[JsonSerializable(typeof(short))]
[JsonSerializable(typeof(ushort))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(ulong))]
[JsonSerializable(typeof(float))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class PlainJson : JsonSerializerContext;
