using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>Words, lines and numbers of a text that binary numbers may follow.</summary>
/// <param name="read">Gives further bytes, or none at the end.</param>
internal sealed class VtkText(Func<Memory<byte>, int> read)
{
    private const int LongestWord = 1024;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _at, _end;

    /// <summary>Bytes that were taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>Goes on at another place, from which <c>read</c> gives bytes now.</summary>
    public void Restart(long position) => (_at, _end, Position) = (0, 0, position);

    /// <summary>The next word; null at the end.</summary>
    public string? Word() => NextWord() is { Length: > 0 } word ? Encoding.UTF8.GetString(word) : null;

    /// <summary>What is left of the line.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (int next = Next(); next >= 0 && next != '\n'; next = Next())
        {
            if (line.Count >= LongestWord) throw new FormatException("a line is too long.");
            line.Add((byte)next);
        }
        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    /// <summary>A number of things.</summary>
    public long Count(string what)
    {
        string? word = Word();
        return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count
            : throw new FormatException($"expected {what}, found '{word}'.");
    }

    /// <summary>A number; null at the end.</summary>
    public double? Number()
    {
        ReadOnlySpan<byte> word = NextWord();
        if (word.IsEmpty) return null;
        if (Utf8Parser.TryParse(word, out double number, out int used) && used == word.Length) return number;
        return Encoding.UTF8.GetString(word).TrimStart('+').ToLowerInvariant() switch
        {
            "nan" or "-nan" => double.NaN,
            "inf" or "infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            var other => throw new FormatException($"'{other}' is no number."),
        };
    }

    /// <summary>Skips spaces and line ends, and tells whether there is more.</summary>
    public bool Skip()
    {
        while (Peek() is >= 0 and <= ' ') Next();
        return Peek() >= 0;
    }

    /// <summary>Whether a word comes next, which must be within the first bytes of what is left.</summary>
    public bool Peek(string word)
    {
        if (_end - _at < word.Length && _at > 0)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            (_at, _end) = (0, _end - _at);
        }
        for (int got = 1; _end - _at < word.Length && got > 0; _end += got) got = read(_buffer.AsMemory(_end));
        return _buffer.AsSpan(_at, _end - _at).StartsWith(Encoding.UTF8.GetBytes(word));
    }

    private ReadOnlySpan<byte> NextWord()
    {
        if (!Skip()) return [];
        // Mostly the word is in the buffer as a whole.
        ReadOnlySpan<byte> rest = _buffer.AsSpan(_at, _end - _at);
        int length = rest.IndexOfAnyInRange((byte)0, (byte)' ');
        if (length >= 0)
        {
            if (length > LongestWord) throw new FormatException("a word is too long.");
            _at += length;
            Position += length;
            return rest[..length];
        }
        var word = new List<byte>();
        while (Peek() > ' ')
        {
            if (word.Count >= LongestWord) throw new FormatException("a word is too long.");
            word.Add((byte)Next());
        }
        return word.ToArray();
    }

    private int Peek()
    {
        if (_at == _end) (_at, _end) = (0, read(_buffer));
        return _end == 0 ? -1 : _buffer[_at];
    }

    private int Next()
    {
        int next = Peek();
        if (next >= 0) (_at, Position) = (_at + 1, Position + 1);
        return next;
    }
}
