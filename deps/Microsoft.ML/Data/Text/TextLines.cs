namespace Microsoft.ML.Data;

/// <summary>The lines of text sources: no header, no comments, no empty ones.</summary>
internal static class TextLines
{
    public static IEnumerable<(string Text, long Number)> Read(IMultiStreamSource source, TextLayout layout)
    {
        for (int i = 0; i < source.Count; i++)
        {
            using TextReader reader = source.OpenTextReader(i);
            bool isHead = true;
            foreach ((string text, long number) in Lines(reader, layout.Options))
            {
                // Comments that start with # stand before the first line only.
                if (isHead && text[0] == '#') continue;
                bool isHeader = isHead && layout.HasHeader;
                isHead = false;
                if (!isHeader) yield return (text, number);
            }
        }
    }

    /// <summary>The first line, header or not.</summary>
    public static string? First(IMultiStreamSource source, TextLoader.Options options)
    {
        if (source.Count == 0) return null;
        using TextReader reader = source.OpenTextReader(0);
        return Lines(reader, options).Select(l => l.Text).FirstOrDefault(t => t[0] != '#');
    }

    private static IEnumerable<(string Text, long Number)> Lines(TextReader reader, TextLoader.Options options)
    {
        bool joins = options is { ReadMultilines: true, AllowQuoting: true };
        long number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            while (joins && IsOpen(text, options.EscapeChar) && reader.ReadLine() is { } more)
            {
                number++;
                text = $"{text}\n{more}";
            }
            if (options.TrimWhitespace) text = text.TrimEnd();
            if (text.Length > 0 && !text.StartsWith("//", StringComparison.Ordinal)) yield return (text, number);
        }
    }

    private static bool IsOpen(string text, char escape)
    {
        bool open = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (open && escape != '"' && text[i] == escape) i++;
            else if (text[i] == '"') open = !open;
        }
        return open;
    }
}
