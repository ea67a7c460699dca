using System.Globalization;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// What the first line of a text of numbers says: how fields are separated, and what they are called.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Separator">Comma, semicolon or tab.</param>
/// <param name="Names">The fields' names; null where the first line has numbers already.</param>
/// <param name="Count">How many fields a line has.</param>
internal sealed record DelimitedText(string Path, char Separator, IReadOnlyList<string>? Names, int Count)
{
    private const int Looked = 1 << 16, LongestLine = 1 << 26;

    /// <summary>Looks at a file; null where it is no text of separated fields.</summary>
    public static DelimitedText? Look(string path)
    {
        if (!File.Exists(path)) return null;
        using FileStream stream = File.OpenRead(path);
        var head = new byte[Looked];
        int got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> text = head.AsSpan(0, got);
        // Bytes that no text has, and how other formats begin that are text.
        if (text.ContainsAnyInRange((byte)0, (byte)8) || text.ContainsAnyInRange((byte)14, (byte)31)) return null;
        stream.Position = 0;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (Line(reader) is not { Length: > 0 } first || first[0] is '{' or '<' or '#') return null;
        string plain = Unquoted(first);
        char separator = new[] { '\t', ';', ',' }.MaxBy(c => plain.Count(n => n == c));
        if (!plain.Contains(separator, StringComparison.Ordinal)) return null;
        string[] fields = Split(first, separator);
        bool isNamed = fields.Any(field => field.Length > 0 && !IsNumber(field));
        return new DelimitedText(path, separator, isNamed ? fields : null, fields.Length);
    }

    /// <summary>What a field is called in messages.</summary>
    public string Name(int field) => Names is null ? $"{field}" : $"{Names[field]}";

    /// <summary>A number as single precision; an empty field, NA and NaN are missing ones.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out float number)
    {
        text = text.Trim();
        if (text.IsEmpty || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NaN", StringComparison.OrdinalIgnoreCase))
        {
            number = float.NaN;
            return true;
        }
        // Beyond the range it would be infinite without a word.
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && (!float.IsInfinity(number) || !text.ContainsAnyInRange('0', '9'));
    }

    private static bool IsNumber(string text) => TryParse(text, out _);

    private static string? Line(StreamReader reader)
    {
        var line = new StringBuilder();
        for (int next = reader.Read(); next >= 0 && next != '\n'; next = reader.Read())
        {
            if (line.Length == LongestLine) return null;
            line.Append((char)next);
        }
        return line.ToString().TrimEnd('\r');
    }

    private static string Unquoted(string line) => string.Concat(line.Split('"').Where((_, i) => i % 2 == 0));

    private static string[] Split(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool isQuoted = false;
        foreach (char c in line)
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (c != separator || isQuoted) field.Append(c);
            else
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
        }
        return [.. fields, field.ToString().Trim()];
    }
}
