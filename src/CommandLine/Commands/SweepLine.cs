using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The command line of a sweep, as its study keeps it for workers.</summary>
/// <param name="Arguments">Its words.</param>
/// <param name="File">The one of them that is the data's file, with its whole path.</param>
internal sealed record SweepLine(string[] Arguments, string File)
{
    // What belongs to the machine where the line was typed, each with a value; passwords among it.
    private static readonly string[] Own = ["--database", "--study", "--save", "-o", "--report", "--cores", "--address",
        "--port", "--dashboard"];

    /// <summary>Takes what workers need from a command line.</summary>
    /// <param name="words">All words of the line.</param>
    /// <param name="file">The data's file as it was typed.</param>
    public static SweepLine Of(IReadOnlyList<string> words, string file)
    {
        string path = Path.GetFullPath(file);
        var kept = new List<string>();
        for (int i = 0; i < words.Count; i++)
            if (Own.Contains(words[i])) i++;
            else if (words[i] is not ("--json" or "--verbose" or "-v")) kept.Add(words[i] == file ? path : words[i]);
        return new SweepLine([.. kept], path);
    }

    /// <summary>The line with another file.</summary>
    public string[] With(string? file) => [.. Arguments.Select(a => a == File ? file ?? File : a)];

    public string Write() => JsonSerializer.Serialize(this);

    /// <exception cref="FormatException">The study was begun by another program.</exception>
    public static SweepLine Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SweepLine>(text) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new FormatException("The study was not begun by 'neuralop sweep --database': " + error.Message,
                error);
        }
    }
}
