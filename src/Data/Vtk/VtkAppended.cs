namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// An XML file whose end may be bytes that are no text: what comes before them as a document of its own, and where they
/// begin.
/// </summary>
internal sealed class VtkAppended : ReadOnlyStream
{
    private const string Mark = "<AppendedData";
    private const int Window = 1 << 16;
    private static readonly byte[] Closing = "</VTKFile>"u8.ToArray();
    private readonly FileStream _file;
    private readonly long _end;
    private long _at;

    /// <param name="file">The file.</param>
    public VtkAppended(FileStream file)
    {
        _file = file;
        _end = file.Length;
        var window = new byte[Window + Mark.Length];
        for (long at = 0; at < file.Length; at += Window)
        {
            file.Position = at;
            int got = file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
            int found = window.AsSpan(0, got).IndexOf("<AppendedData"u8);
            if (found < 0) continue;
            _end = at + found;
            file.Position = _end;
            got = file.ReadAtLeast(window.AsSpan(0, 1024), 1024, throwOnEndOfStream: false);
            int close = window.AsSpan(0, got).IndexOf((byte)'>');
            if (close < 0) throw new EndOfStreamException("the appended data have no beginning.");
            int begin = close + 1;
            while (begin < got && window[begin] <= ' ') begin++;
            if (begin == got || window[begin] != '_')
                throw new FormatException("the appended data do not begin with an underscore.");
            IsBase64 = window.AsSpan(0, close).IndexOf("base64"u8) >= 0;
            Begin = _end + begin + 1;
            break;
        }
    }

    /// <summary>The first byte of the appended data; null where there are none.</summary>
    public long? Begin { get; }

    /// <summary>Whether they are a text in base 64.</summary>
    public bool IsBase64 { get; }

    /// <summary>The document before the appended data.</summary>
    public override int Read(Span<byte> buffer)
    {
        int got = 0;
        if (_at < _end)
        {
            _file.Position = _at;
            got = _file.Read(buffer[..(int)Math.Min(buffer.Length, _end - _at)]);
        }
        else if (Begin is not null && _at < _end + Closing.Length)
        {
            got = Math.Min(buffer.Length, (int)(_end + Closing.Length - _at));
            Closing.AsSpan((int)(_at - _end), got).CopyTo(buffer);
        }
        _at += got;
        return got;
    }
}
