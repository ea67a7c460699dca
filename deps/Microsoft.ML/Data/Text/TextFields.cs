using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The fields of a line.</summary>
internal sealed class TextFields(TextLoader.Options options)
{
    private readonly char[] _separators = options.Separators;
    private readonly bool _spaceSeparates = options.Separators.Contains(' ');
    private readonly List<ReadOnlyMemory<char>> _fields = [];

    /// <summary>A field; empty where the line does not have it.</summary>
    public ReadOnlyMemory<char> this[int index] => index < _fields.Count ? _fields[index] : default;

    /// <summary>Whether the line has a field, if perhaps an empty one.</summary>
    public bool Has(int index) => index < _fields.Count;

    /// <summary>Takes a line apart and gives the number of its fields.</summary>
    public int Split(string line)
    {
        _fields.Clear();
        // Where sparse items begin, once they have.
        int start = -1;
        for (int at = 0; at >= 0;)
        {
            SkipSpaces(line, ref at);
            int index = options.AllowSparse ? SparseIndex(line, ref at) : -1;
            ReadOnlyMemory<char> field = Next(line, ref at);
            if (index < 0)
            {
                if (start >= 0) break;
                _fields.Add(field);
                continue;
            }
            if (start < 0 && !BeginSparse(out start)) break;
            if (start + index >= _fields.Count) break;
            _fields[start + index] = field;
        }
        return _fields.Count;
    }

    // The field before the first item tells how many there are, unless the options do.
    private bool BeginSparse(out int start)
    {
        start = _fields.Count;
        int count = options.InputSize is > 0 and { } size ? size - start : -1;
        if (count < 0)
        {
            if (start == 0 || !int.TryParse(_fields[^1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count <= 0) return false;
            _fields.RemoveAt(--start);
        }
        for (int i = 0; i < count; i++) _fields.Add(default);
        return true;
    }

    private static int SparseIndex(string line, ref int at)
    {
        int end = at;
        while (end < line.Length && end - at < 9 && char.IsAsciiDigit(line[end])) end++;
        if (end == at || end >= line.Length || line[end] != ':') return -1;
        int index = int.Parse(line.AsSpan(at, end - at), CultureInfo.InvariantCulture);
        at = end + 1;
        return index;
    }

    private void SkipSpaces(string line, ref int at)
    {
        while (!_spaceSeparates && at < line.Length && line[at] == ' ') at++;
    }

    private ReadOnlyMemory<char> Next(string line, ref int at)
    {
        SkipSpaces(line, ref at);
        bool isQuoted = options.AllowQuoting && at < line.Length && line[at] == '"';
        ReadOnlyMemory<char> field = isQuoted ? Quoted(line, ref at) : default;
        int end = line.AsSpan(at).IndexOfAny(_separators);
        if (!isQuoted) field = line.AsMemory(at, end < 0 ? line.Length - at : end);
        at = end < 0 ? -1 : at + end + 1;
        return field;
    }

    private ReadOnlyMemory<char> Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            bool hasNext = at + 1 < line.Length;
            if (hasNext && line[at] == options.EscapeChar && line[at + 1] == '"') at++;
            else if (line[at] == '"')
            {
                at++;
                return text.ToString().AsMemory();
            }
            text.Append(line[at]);
        }
        // Without a closing quote there is no value.
        return default;
    }
}
