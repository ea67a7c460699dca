using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Fields of a text that make up a column.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="First">The first field.</param>
/// <param name="Last">The last field.</param>
/// <param name="Sizes">The sizes of the field that they are, channels first; empty for a single number.</param>
internal sealed partial record DelimitedColumn(string Name, int First, int Last, IReadOnlyList<int> Sizes)
{
    private const int Listed = 20;

    /// <summary>
    /// Finds the fields of "u", "u1-u64", "3-66" or "u1-u64[8,8]": names of the first line, or numbers counted from 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not there; the text says what is.</exception>
    public static DelimitedColumn Of(string name, string fields, DelimitedText text)
    {
        string range = fields;
        int[]? sizes = null;
        if (Find(fields, text) < 0 && Shape().Match(fields) is { Success: true } match)
        {
            range = match.Groups["range"].Value.Trim();
            sizes = [.. match.Groups["sizes"].Value.Split(',')
                .Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        }
        var (first, last) = Range(range, text);
        if (first < 0 || last < first)
            throw new ArgumentOutOfRangeException("columns",
                $"'{text.Path}' has no fields '{fields}' for the column '{name}'; it has {Description(text)}. Say the "
                + "fields as \"u\", \"u1-u64\", \"3-66\", counted from 0, or \"u1-u64[8,8]\" for a field of 8×8 "
                + "points.");
        long count = last - first + 1, product = sizes?.Aggregate(1L, (a, b) => a * b) ?? count;
        if (product != count)
            throw new ArgumentOutOfRangeException("columns",
                $"'{text.Path}': column '{name}' has {count} fields, but [{string.Join(", ", sizes!)}] has {product}.");
        // One field is a number, a range of one field a vector.
        return new DelimitedColumn(name, first, last, sizes ?? (Find(range, text) >= 0 ? [] : [(int)count]));
    }

    /// <summary>Every field a column of its own.</summary>
    public static IEnumerable<DelimitedColumn> All(DelimitedText text)
        => text.Names is null ? throw new ArgumentOutOfRangeException("columns",
            $"'{text.Path}' has no names in its first line; name the columns, such as \"a\" by \"0-{text.Count - 1}\".")
            : text.Names.Select((name, i) => new DelimitedColumn(name.Length > 0 ? name : $"{i}", i, i, []));

    private static (int First, int Last) Range(string range, DelimitedText text)
    {
        if (Find(range, text) is >= 0 and var one) return (one, one);
        // A name may have dashes of its own.
        for (int dash = range.IndexOf('-', StringComparison.Ordinal); dash >= 0;
            dash = range.IndexOf('-', dash + 1))
        {
            int first = Find(range[..dash].Trim(), text), last = Find(range[(dash + 1)..].Trim(), text);
            if (first >= 0 && last >= 0) return (first, last);
        }
        return (-1, -1);
    }

    private static int Find(string field, DelimitedText text)
    {
        for (int i = 0; i < text.Names?.Count; i++)
            if (text.Names[i] == field) return i;
        return int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < text.Count ? number : -1;
    }

    private static string Description(DelimitedText text)
        => text.Names is null ? $"{text.Count} fields without names"
            : string.Join(", ", text.Names.Take(Listed)) + (text.Count > Listed ? $"… ({text.Count} fields)" : "");

    [GeneratedRegex(@"\A(?<range>.+?)\s*\[\s*(?<sizes>[1-9]\d{0,8}(?:\s*,\s*[1-9]\d{0,8})*)\s*\]\z")]
    private static partial Regex Shape();
}
