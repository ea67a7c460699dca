using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Native;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>
/// Which room of a project uses which, read from its source. A room is a folder; it uses another one when a file of it
/// holds the name of a type that the other one declares. Comments and strings do not count, nor does a property or a
/// variable that has the name of a type.
/// </summary>
internal sealed partial class RoomMap
{
    private static readonly HashSet<string> NoTypes =
    [
        "abstract", "and", "as", "await", "base", "case", "checked", "class", "const", "delegate", "else", "enum",
        "event", "explicit", "extern", "fixed", "for", "foreach", "if", "implicit", "in", "init", "interface",
        "internal", "is", "lock", "namespace", "new", "not", "operator", "or", "out", "override", "params",
        "partial", "private", "protected", "public", "readonly", "record", "ref", "required", "return", "scoped",
        "sealed", "static", "struct", "throw", "unsafe", "using", "virtual", "volatile", "where", "while", "yield",
    ];

    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _uses
        = new(StringComparer.Ordinal);

    /// <summary>Reads a project.</summary>
    /// <param name="files">Paths below the project's folder, with slashes, and what stands in them.</param>
    public RoomMap(IEnumerable<(string Path, string Text)> files)
    {
        (string Path, string Room, string Code)[] all = [.. files.Select(f => (f.Path, Room(f.Path), Code(f.Text)))];
        // A name that two rooms declare, as two nested types may, says nothing.
        Dictionary<string, string> rooms = all
            .SelectMany(f => Declaration().Matches(f.Code).Select(m => (Type: m.Groups[1].Value, f.Room))).Distinct()
            .GroupBy(t => t.Type).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single().Room);
        foreach (var (path, room, code) in all)
        {
            if (!_uses.TryGetValue(room, out var uses)) uses = _uses[room] = new(StringComparer.Ordinal);
            foreach (string name in Name().Matches(code).Where(m => IsUse(code, m)).Select(m => m.Value).Distinct())
                if (rooms.TryGetValue(name, out string? other) && other != room)
                {
                    if (!uses.TryGetValue(other, out var types)) uses[other] = types = new(StringComparer.Ordinal);
                    types.Add($"{name} in {Path.GetFileName(path)}");
                }
        }
    }

    /// <summary>Rooms from which a way leads back to themselves, each group once, by name.</summary>
    public IReadOnlyList<string> Circles()
    {
        Dictionary<string, HashSet<string>> reached = _uses.Keys.ToDictionary(room => room, Reached);
        return [.. _uses.Keys.Where(room => reached[room].Contains(room))
            .Select(room => string.Join(", ", _uses.Keys
                .Where(other => reached[room].Contains(other) && reached[other].Contains(room))))
            .Distinct()];
    }

    /// <summary>Whether a room uses another one.</summary>
    public bool HasUse(string room, string other) => _uses.TryGetValue(room, out var uses) && uses.ContainsKey(other);

    /// <summary>What makes the rooms of a circle use each other.</summary>
    public string Reasons(string circle)
    {
        string[] rooms = circle.Split(", ");
        return string.Join("; ", from room in rooms
                                 from other in rooms
                                 where _uses[room].ContainsKey(other)
                                 select $"{room} uses {other}: {string.Join(", ", _uses[room][other])}");
    }

    private static string Room(string path) => path.LastIndexOf('/') is var end and >= 0 ? path[..end] : ".";

    private static string Code(string text) => Noise().Replace(text, m => m.Value[0] == '/' ? "" : "\"\"");

    private HashSet<string> Reached(string room)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(_uses[room].Keys);
        while (next.TryPop(out string? other))
            if (seen.Add(other))
                foreach (string more in _uses[other].Keys) next.Push(more);
        return seen;
    }

    // 'string Name', 'List<int> Name', 'int? Name' and 'int[] Name' declare a name; so does a method or a call 'Name('.
    private static bool IsUse(string code, Match name)
    {
        string before = Before().Match(code[Math.Max(0, name.Index - 60)..name.Index]).Groups[1].Value;
        bool isAfterType = before is ">" or "?" or "[]" || (before.Length > 0 && !NoTypes.Contains(before));
        if (isAfterType) return false;
        bool isCall = name.Index + name.Length < code.Length && code[name.Index + name.Length] == '(';
        return !isCall || before == "new" || code[..name.Index].TrimEnd() is [.., ':' or '['];
    }

    // Characters come first: a quotation mark among them begins no string.
    [GeneratedRegex(@"'(?:\\.|[^'\\])'|//[^\n]*|/\*.*?\*/"
        + @"|[""]{3}.*?[""]{3}|@""(?:[^""]|"""")*""|""(?:\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex Noise();

    [GeneratedRegex(@"(?m)^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|unsafe|ref) )*"
        + @"(?:class|record struct|record class|record|enum|struct|interface|delegate [\w<>,\[\]?. ]+?) ([A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.@])[A-Z]\w*\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"(\b[a-zA-Z_]\w*|(?<=\w)>|(?<=[\w>])\?|\[\]) +$")]
    private static partial Regex Before();
}
