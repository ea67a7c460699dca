namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>Names that someone may have meant.</summary>
internal static class Nearest
{
    /// <summary>The name itself, in any case and with or without hyphens; or the only one that begins so.</summary>
    public static string? Find(string said, IReadOnlyCollection<string> names)
    {
        string plain = Plain(said);
        if (names.FirstOrDefault(n => Plain(n) == plain) is { } exact) return exact;
        string[] longer = plain.Length < 3 ? []
            : [.. names.Where(n => Plain(n).StartsWith(plain, StringComparison.Ordinal))];
        return longer.Length == 1 ? longer[0] : null;
    }

    /// <exception cref="ArgumentException">There is none; the text tells the nearest, or all.</exception>
    public static string Require(string what, string said, IReadOnlyCollection<string> names)
        => Find(said, names) ?? throw new ArgumentException($"There is no {what} '{said}'. {Advice(said, names)}");

    /// <summary>The name that differs in few letters; null where none does.</summary>
    public static string? Closest(string said, IReadOnlyCollection<string> names)
        => names.MinBy(name => Difference(Plain(said), Plain(name))) is { } nearest
            && Difference(Plain(said), Plain(nearest)) <= Math.Max(2, said.Length / 3) ? nearest : null;

    /// <summary>A sentence: the closest name, or all of them.</summary>
    public static string Advice(string said, IReadOnlyCollection<string> names)
        => names.Count == 0 ? "There are none."
            : Closest(said, names) is { } nearest ? $"Did you mean {nearest}?"
            : $"There are {string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase))}.";

    // The beginning of a name counts, too: darcyy for darcyflow.
    private static int Difference(string said, string name)
        => said.Length < 4 || name.Length <= said.Length ? Distance(said, name)
            : Math.Min(Distance(said, name), 1 + Distance(said, name[..said.Length]));

    private static string Plain(string name)
        => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
        .ToLowerInvariant();

    // Letters to insert, delete or replace.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
