using System.Buffers;
using System.Buffers.Text;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// The bytes that a text in base 64 stands for. Padding may be within it, where one text follows another; white space
/// does not count.
/// </summary>
/// <param name="read">Gives further characters as bytes, or none at the end.</param>
internal sealed class Base64Stream(Func<Memory<byte>, int> read) : ReadOnlyStream
{
    private const int Block = 4096;
    private readonly byte[] _text = new byte[Block], _source = new byte[Block], _bytes = new byte[Block];
    private int _at, _end, _from, _to;

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end && !Decode()) return 0;
        int count = Math.Min(buffer.Length, _end - _at);
        _bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    // Decodes up to the next padding.
    private bool Decode()
    {
        int length = 0;
        for (bool isPadded = false; length < Block && !(isPadded && length % 4 == 0);)
        {
            if (_from == _to) (_from, _to) = (0, read(_source));
            if (_to == 0) break;
            byte next = _source[_from++];
            if (next <= ' ') continue;
            // What ends the text.
            if (next == '<')
            {
                _from--;
                break;
            }
            isPadded |= next == '=';
            _text[length++] = next;
        }
        if (length == 0) return false;
        if (length % 4 != 0) throw new EndOfStreamException("a text in base 64 ends too early.");
        if (Base64.DecodeFromUtf8(_text.AsSpan(0, length), _bytes, out _, out _end) != OperationStatus.Done)
            throw new FormatException("a text in base 64 is damaged.");
        _at = 0;
        return _end > 0;
    }
}
