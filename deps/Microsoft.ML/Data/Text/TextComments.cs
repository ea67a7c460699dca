using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The comments at the head of a text file that tell its columns.</summary>
internal static class TextComments
{
    private const string Mark = "#@";

    public static void Write(TextWriter writer, IEnumerable<(string Name, DataViewType Type)> columns, char separator, bool hasHeader)
    {
        writer.WriteLine($"{Mark} TextLoader{{");
        if (hasHeader) writer.WriteLine($"{Mark}   header+");
        writer.WriteLine($"{Mark}   sep={SeparatorName(separator)}");
        int at = 0;
        foreach ((string name, DataViewType type) in columns)
        {
            var vector = type as VectorDataViewType;
            DataViewType item = vector?.ItemType ?? type;
            string kind = DataKinds.ShortName(DataKinds.Of(item)) + (item is KeyDataViewType key ? $"[{key.Count}]" : "");
            string range = vector is null ? $"{at}" : vector.IsKnownSize ? $"{at}-{at + vector.Size - 1}" : $"{at}-**";
            string column = $"{name}:{kind}:{range}";
            writer.WriteLine($"{Mark}   col={(name.Any(char.IsWhiteSpace) ? $"{{{column}}}" : column)}");
            at += vector?.Size ?? 1;
        }
        writer.WriteLine($"{Mark} }}");
    }

    public static string SeparatorName(char separator) => separator switch
    {
        ' ' => "space",
        '\t' => "tab",
        ',' => "comma",
        ';' => "semicolon",
        '|' => "bar",
        _ => throw new ArgumentOutOfRangeException(nameof(separator), "Invalid separator - must be: space, tab, comma, semicolon, or bar"),
    };

    /// <summary>The columns that the first file of a source tells of, or null.</summary>
    public static (TextLoader.Column[] Columns, char[] Separators, bool HasHeader)? Read(IMultiStreamSource source)
    {
        if (source.Count == 0) return null;
        using TextReader reader = source.OpenTextReader(0);
        var text = new StringBuilder();
        for (string? line = reader.ReadLine(); line is not null && line.StartsWith(Mark, StringComparison.Ordinal); line = reader.ReadLine())
            text.Append(line, Mark.Length, line.Length - Mark.Length).Append(' ');
        string all = text.ToString().Trim();
        if (!all.StartsWith("TextLoader{", StringComparison.Ordinal) || !all.EndsWith('}')) return null;
        var columns = new List<TextLoader.Column>();
        char separator = '\t';
        bool hasHeader = false;
        foreach (string setting in Settings(all["TextLoader{".Length..^1]))
        {
            if (setting is "header+") hasHeader = true;
            else if (setting.StartsWith("sep=", StringComparison.Ordinal)) separator = SeparatorOf(setting[4..]);
            else if (setting.StartsWith("col=", StringComparison.Ordinal)) columns.Add(Column(setting[4..].Trim('{', '}')));
        }
        return columns.Count == 0 ? null : ([.. columns], [separator], hasHeader);
    }

    private static IEnumerable<string> Settings(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '{') depth++;
            else if (i < text.Length && text[i] == '}') depth--;
            else if (i == text.Length || depth == 0 && char.IsWhiteSpace(text[i]))
            {
                if (i > start) yield return text[start..i];
                start = i + 1;
            }
        }
    }

    private static char SeparatorOf(string name) => name switch
    {
        "space" => ' ',
        "tab" => '\t',
        "comma" => ',',
        "semicolon" => ';',
        "bar" => '|',
        { Length: 1 } => name[0],
        _ => throw Bad(),
    };

    private static TextLoader.Column Column(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 3) throw Bad();
        var column = new TextLoader.Column { Name = parts[0], Source = [.. parts[^1].Split(',').Select(Range)] };
        if (parts.Length == 2) return column;
        int key = parts[1].IndexOf('[');
        column.DataKind = DataKinds.FromName(key < 0 ? parts[1] : parts[1][..key]) ?? throw Bad();
        if (key >= 0) column.KeyCount = new KeyCount(ulong.Parse(parts[1].AsSpan(key).Trim("[]"), CultureInfo.InvariantCulture));
        return column;
    }

    private static TextLoader.Range Range(string text)
    {
        string[] ends = text.Split('-');
        if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int min)) throw Bad();
        if (ends.Length == 1) return new TextLoader.Range(min);
        if (ends[1] == "**") return new TextLoader.Range { Min = min, VariableEnd = true, ForceVector = true };
        if (ends[1] == "*") return new TextLoader.Range(min, null);
        return int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int max) ? new TextLoader.Range(min, max) : throw Bad();
    }

    private static InvalidOperationException Bad() => new("TextLoader options embedded in the file are invalid");
}
