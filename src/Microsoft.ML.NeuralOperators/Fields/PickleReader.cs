using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Fields;

/// <summary>
/// Reads Python's pickles of plain data (protocols 2 to 5). Dictionaries become <c>Dictionary&lt;object, object?&gt;</c>, lists
/// and tuples <c>List&lt;object?&gt;</c>. Names of functions and classes are only names: what they stand for is decided by the
/// caller, which refuses everything it does not know.
/// </summary>
/// <param name="stream">The pickle.</param>
/// <param name="call">Gives the result of calling a global with arguments.</param>
/// <param name="persistent">Gives the object behind a persistent id.</param>
internal sealed class PickleReader(Stream stream, Func<string, IReadOnlyList<object?>, object?> call, Func<object?, object?> persistent)
{
    private static readonly object Mark = new();
    private readonly List<object?> _stack = [];
    private readonly Dictionary<int, object?> _memo = [];

    /// <summary>The name of a function or class.</summary>
    internal sealed record Global(string Name);

    public object? Read()
    {
        while (true)
        {
            int code = stream.ReadByte();
            switch ((char)code)
            {
                case '.': return Pop();
                case (char)0x80: ReadByte(); break;                                     // PROTO
                case (char)0x95: ReadBytes(8); break;                                   // FRAME
                case '(': _stack.Add(Mark); break;                                      // MARK
                case ')': _stack.Add(new List<object?>()); break;                       // EMPTY_TUPLE
                case ']': _stack.Add(new List<object?>()); break;                       // EMPTY_LIST
                case '}': _stack.Add(new Dictionary<object, object?>()); break;         // EMPTY_DICT
                case 'N': _stack.Add(null); break;                                      // NONE
                case (char)0x88: _stack.Add(true); break;                               // NEWTRUE
                case (char)0x89: _stack.Add(false); break;                              // NEWFALSE
                case 'K': _stack.Add((long)ReadByte()); break;                          // BININT1
                case 'M': _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2))); break;
                case 'J': _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4))); break;
                case (char)0x8a: _stack.Add((long)new BigInteger(ReadBytes(ReadByte()))); break; // LONG1
                case 'G': _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8))); break;
                case 'X': _stack.Add(ReadText(BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4)))); break;
                case (char)0x8c: _stack.Add(ReadText(ReadByte())); break;               // SHORT_BINUNICODE
                case 'U': _stack.Add(ReadText(ReadByte())); break;                      // SHORT_BINSTRING
                case 'B': _stack.Add(ReadBytes(BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4)))); break;
                case 'C': _stack.Add(ReadBytes(ReadByte())); break;                     // SHORT_BINBYTES
                case 'c': _stack.Add(new Global($"{ReadLine()}.{ReadLine()}")); break;  // GLOBAL
                case (char)0x93:                                                        // STACK_GLOBAL
                    string member = Pop<string>();
                    _stack.Add(new Global($"{Pop<string>()}.{member}"));
                    break;
                case 'q': _memo[ReadByte()] = Peek(); break;                            // BINPUT
                case 'r': _memo[BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4))] = Peek(); break;
                case (char)0x94: _memo[_memo.Count] = Peek(); break;                    // MEMOIZE
                case 'h': _stack.Add(Recall(ReadByte())); break;                        // BINGET
                case 'j': _stack.Add(Recall(BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4)))); break;
                case 't': _stack.Add(PopToMark()); break;                               // TUPLE
                case 'l': _stack.Add(PopToMark()); break;                               // LIST
                case (char)0x85: Tuple(1); break;
                case (char)0x86: Tuple(2); break;
                case (char)0x87: Tuple(3); break;
                case 'a':                                                               // APPEND
                    object? item = Pop();
                    Peek<List<object?>>().Add(item);
                    break;
                case 'e':                                                               // APPENDS
                    List<object?> items = PopToMark();
                    Peek<List<object?>>().AddRange(items);
                    break;
                case 's':                                                               // SETITEM
                    object? value = Pop();
                    object key = Pop<object>();
                    Peek<Dictionary<object, object?>>()[key] = value;
                    break;
                case 'u':                                                               // SETITEMS
                    List<object?> pairs = PopToMark();
                    Dictionary<object, object?> dictionary = Peek<Dictionary<object, object?>>();
                    for (int i = 0; i + 1 < pairs.Count; i += 2) dictionary[pairs[i]!] = pairs[i + 1];
                    break;
                case 'Q': _stack.Add(persistent(Pop())); break;                         // BINPERSID
                case 'R' or (char)0x81:                                                 // REDUCE, NEWOBJ
                    List<object?> arguments = Pop<List<object?>>();
                    _stack.Add(call(Pop<Global>().Name, arguments));
                    break;
                case 'b': Pop(); break;                                                 // BUILD: attributes beside the data
                case '0': Pop(); break;                                                 // POP
                default:
                    throw code < 0 ? new EndOfStreamException("the pickle ends too early.")
                        : new FormatException($"the pickle holds the instruction 0x{code:x2}, which plain data does not need.");
            }
        }
    }

    private static FormatException Damaged() => new("the pickle is damaged: an instruction does not find its operands.");

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw Damaged();

    private T Peek<T>() => Peek() is T top ? top : throw Damaged();

    private object? Pop()
    {
        object? top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private T Pop<T>() => Pop() is T top ? top : throw Damaged();

    private object? Recall(int index) => _memo.TryGetValue(index, out object? value) ? value : throw Damaged();

    private List<object?> PopToMark()
    {
        int mark = _stack.LastIndexOf(Mark);
        if (mark < 0) throw Damaged();
        List<object?> items = _stack[(mark + 1)..];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private void Tuple(int count)
    {
        if (_stack.Count < count) throw Damaged();
        List<object?> items = _stack[^count..];
        _stack.RemoveRange(_stack.Count - count, count);
        _stack.Add(items);
    }

    private int ReadByte()
    {
        int value = stream.ReadByte();
        return value >= 0 ? value : throw new EndOfStreamException("the pickle ends too early.");
    }

    private byte[] ReadBytes(long count) => stream.ReadBytes(count);

    private string ReadText(long length) => Encoding.UTF8.GetString(ReadBytes(length));

    private string ReadLine()
    {
        var text = new StringBuilder();
        for (int next = ReadByte(); next != '\n'; next = ReadByte()) text.Append((char)next);
        return text.ToString();
    }
}
