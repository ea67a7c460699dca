using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// Reads Python's pickles of plain data (protocols 2 to 5). Dictionaries become <c>Dictionary&lt;string,
/// object?&gt;</c>, lists and tuples <c>List&lt;object?&gt;</c>. Names of functions and classes are only names: what
/// they mean is decided by the caller; what it does not know becomes opaque.
/// </summary>
/// <param name="stream">The pickle.</param>
/// <param name="budget">What reading may cost.</param>
/// <param name="call">Gives the result of calling a global with arguments.</param>
/// <param name="persistent">Gives the object of a persistent id.</param>
/// <param name="build">Gives an object with its state, or null for an object that has none.</param>
internal sealed class PickleReader(Stream stream, ReadBudget budget, Func<string, IReadOnlyList<object?>, object?> call,
    Func<object?, object?> persistent, Func<object?, object?, object?>? build = null)
{
    // What the object that an instruction makes takes, with its places on the stack, in the memo and in its container.
    private const int InstructionBytes = 128;
    private static readonly object Mark = new();
    private readonly List<object?> _stack = [];
    private readonly Dictionary<int, object?> _memo = [];

    /// <summary>The name of a function or class.</summary>
    internal sealed record Global(string Name);

    /// <summary>An object of Python that is not understood: the result of a call that was not made.</summary>
    internal sealed record Opaque(string Name);

    public object? Read()
    {
        for (int instructions = 1; ; instructions++)
        {
            if (instructions > budget.Limits.PickleInstructions)
                throw new FormatException($"the pickle has more than {budget.Limits.PickleInstructions} instructions.");
            budget.Take(InstructionBytes);
            int code = stream.ReadByte();
            switch ((char)code)
            {
                case '.': return Pop();
                case (char)0x80: ReadByte(); break;                                     // PROTO
                case (char)0x95: ReadBytes(8); break;                                   // FRAME
                case '(': _stack.Add(Mark); break;                                      // MARK
                case ')': _stack.Add(new List<object?>()); break;                       // EMPTY_TUPLE
                case ']': _stack.Add(new List<object?>()); break;                       // EMPTY_LIST
                case '}': _stack.Add(new Dictionary<string, object?>()); break;         // EMPTY_DICT
                case 'N': _stack.Add(null); break;                                      // NONE
                case (char)0x88: _stack.Add(true); break;                               // NEWTRUE
                case (char)0x89: _stack.Add(false); break;                              // NEWFALSE
                case 'K': _stack.Add((long)ReadByte()); break;                          // BININT1
                case 'M': _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2))); break;
                case 'J': _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4))); break;
                case (char)0x8a: _stack.Add(ReadLong(ReadByte())); break;          // LONG1
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
                    if (Peek() is not Opaque) Peek<List<object?>>().Add(item);
                    break;
                case 'e':                                                               // APPENDS
                    List<object?> items = PopToMark();
                    if (Peek() is not Opaque) Peek<List<object?>>().AddRange(items);
                    break;
                case 's':                                                               // SETITEM
                    object? value = Pop();
                    Set(Pop(), value);
                    break;
                case 'u':                                                               // SETITEMS
                    List<object?> pairs = PopToMark();
                    if (pairs.Count % 2 != 0) throw Damaged();
                    for (int i = 0; i < pairs.Count; i += 2) Set(pairs[i], pairs[i + 1]);
                    break;
                case 'Q': _stack.Add(persistent(Pop())); break;                         // BINPERSID
                case 'R' or (char)0x81:                                                 // REDUCE, NEWOBJ
                    List<object?> arguments = Pop<List<object?>>();
                    _stack.Add(Pop() switch
                    {
                        Global function => call(function.Name, arguments),
                        Opaque function => function,
                        _ => throw Damaged(),
                    });
                    break;
                case 'b':                                                               // BUILD
                    object? state = Pop();
                    if (build?.Invoke(Peek(), state) is { } built) _stack[^1] = built;
                    break;
                case (char)0x8f: _stack.Add(new Opaque("set")); break;                  // EMPTY_SET
                case (char)0x90: PopToMark(); break;                                    // ADDITEMS
                case (char)0x91: PopToMark(); _stack.Add(new Opaque("frozenset")); break; // FROZENSET
                case '0': Pop(); break;                                                 // POP
                default:
                    throw code < 0 ? new EndOfStreamException("the pickle ends too early.")
                        : new FormatException($"the pickle holds the instruction 0x{code:x2}, which plain data does "
                        + "not need.");
            }
        }
    }

    /// <summary>The key of a dictionary as text; null where it is neither text nor number.</summary>
    public string? Key(object? key)
    {
        string? text = key switch
        {
            string name => name,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            bool truth => truth ? "True" : "False",
            _ => null,
        };
        ReadBudget.Require(text?.Length ?? 0, budget.Limits.NameLength, "a key");
        return text;
    }

    private void Set(object? key, object? value)
    {
        if (Peek() is Opaque) return;
        Dictionary<string, object?> dictionary = Peek<Dictionary<string, object?>>();
        if (Key(key) is { } name) dictionary[name] = value;
    }

    private static FormatException Damaged()
        => new("the pickle is damaged: an instruction does not find its operands.");

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

    private byte[] ReadBytes(long count)
    {
        if (count > InstructionBytes) budget.Take(count);
        return stream.ReadBytes(count);
    }

    private long ReadLong(int length) => length <= sizeof(long) ? (long)new BigInteger(ReadBytes(length))
        : throw new FormatException($"the pickle holds a whole number of {length} bytes; the limit is {sizeof(long)}.");

    private string ReadText(long length)
    {
        ReadBudget.Require(length, budget.Limits.TextLength, "a text");
        budget.Take(2 * length);
        return Encoding.UTF8.GetString(ReadBytes(length));
    }

    private string ReadLine()
    {
        var text = new StringBuilder();
        for (int next = ReadByte(); next != '\n'; next = ReadByte())
        {
            ReadBudget.Require(text.Length + 1, budget.Limits.NameLength, "a name");
            text.Append((char)next);
        }
        return text.ToString();
    }
}
