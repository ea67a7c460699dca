namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Reads Thrift's compact protocol, in which Parquet keeps what it says of its numbers. Nothing is kept, and no length
/// is believed before so many bytes are there.
/// </summary>
/// <param name="bytes">What is read.</param>
/// <param name="what">What the bytes are, for messages: "its footer".</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, string what)
{
    /// <summary>Types of values.</summary>
    public const int Int32 = 5, Int64 = 6, List = 9, Struct = 12;

    private const int Deepest = 64;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int At { get; private set; }

    /// <summary>The type of the next field of a structure, 0 at its end.</summary>
    /// <param name="id">The number of the last field, 0 at first; becomes the next one's.</param>
    /// <exception cref="FormatException">Numbers do not rise.</exception>
    public int Field(ref int id)
    {
        byte head = Byte();
        if (head == 0) return 0;
        // A field's number is the last one's and more, or follows. Parquet's begin at 1 and rise.
        long next = head >> 4 == 0 ? Signed() : id + (head >> 4);
        // A type of 0 ends a structure only where the whole head is 0.
        if (next <= id || next > short.MaxValue || (head & 15) is 0 or > Struct)
            throw new FormatException($"{what} has the field {next} of the type {head & 15} after {id}.");
        id = (int)next;
        return head & 15;
    }

    /// <summary>The number of a list's elements and their type.</summary>
    public (int Count, int Type) Elements()
    {
        byte head = Byte();
        ulong count = head >> 4 == 15 ? Number() : (ulong)(head >> 4);
        Require(count);
        return ((int)count, head & 15);
    }

    /// <summary>A signed number.</summary>
    public long Signed()
    {
        ulong number = Number();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    /// <summary>Passes over a value of the format, whose parts must have the format's types.</summary>
    /// <exception cref="FormatException">A field or an element has another type.</exception>
    public void Check(ThriftType type)
    {
        if (type.Wire == List)
        {
            (int count, int element) = Elements();
            if (count > 0 && !Is(element, type.Element!))
                throw new FormatException($"{what} has a list of the type {element} for {type.Element!.Wire}.");
            for (; count > 0; count--) Check(type.Element!);
        }
        else if (type.Wire == Struct)
        {
            int id = 0;
            while (Field(ref id) is var wire and not 0)
                if (!type.Fields!.TryGetValue(id, out ThriftType? field)) Skip(wire);
                else if (!Is(wire, field))
                    throw new FormatException($"{what} has a field {id} of the type {wire} for {field.Wire}.");
                else if (field != ThriftType.Bool) Check(field);
        }
        else Skip(type.Wire, false);
    }

    private static bool Is(int wire, ThriftType type)
        => wire == type.Wire || wire == 1 && type == ThriftType.Bool;

    /// <summary>Passes over a value.</summary>
    /// <param name="type">Its type. Booleans of fields are in the field's head.</param>
    /// <param name="isField">Whether it is a field's, not an element's.</param>
    /// <param name="depth">How deep it is.</param>
    public void Skip(int type, bool isField = true, int depth = 0)
    {
        if (depth > Deepest) throw new FormatException($"{what} is nested too deep.");
        switch (type)
        {
            case 1 or 2: if (!isField) Byte(); break;
            case 3: Byte(); break;
            case 4 or Int32 or Int64: Number(); break;
            case 7: Pass(sizeof(double)); break;
            case 8: Pass(Number()); break;
            case List or 10:
                (int count, int element) = Elements();
                for (int i = 0; i < count; i++) Skip(element, false, depth + 1);
                break;
            case 11: SkipPairs(depth); break;
            case Struct:
                int id = 0;
                while (Field(ref id) is var inner and not 0) Skip(inner, true, depth + 1);
                break;
            default: throw new FormatException($"{what} has a value of the type {type}.");
        }
    }

    private void SkipPairs(int depth)
    {
        ulong pairs = Number();
        Require(pairs);
        byte types = pairs == 0 ? (byte)0 : Byte();
        for (ulong i = 0; i < pairs; i++)
        {
            Skip(types >> 4, false, depth + 1);
            Skip(types & 15, false, depth + 1);
        }
    }

    private byte Byte()
    {
        Require(1);
        return _bytes[At++];
    }

    private void Pass(ulong length)
    {
        Require(length);
        At += (int)length;
    }

    // An element takes a byte at least.
    private readonly void Require(ulong length)
    {
        if (length > (ulong)(_bytes.Length - At))
            throw new FormatException($"{what} promises {length} bytes or more where {_bytes.Length - At} are left.");
    }

    private ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = Byte();
            number |= (ulong)(part & 127) << shift;
            if (part < 128) return number;
        }
        throw new FormatException($"{what} has a number of more than ten bytes.");
    }
}
