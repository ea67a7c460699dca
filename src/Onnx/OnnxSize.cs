using Google.Protobuf.Reflection;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Counts the parts of an ONNX file before it is parsed: a node of two bytes becomes an object of two hundred.
/// </summary>
internal static class OnnxSize
{
    // Many times those of the largest graph that this library writes.
    private const int MaximumParts = 100_000;

    /// <exception cref="FormatException">There are too many.</exception>
    public static void Require(ReadOnlySpan<byte> model)
    {
        int left = MaximumParts;
        Count(model, ModelProto.Descriptor, ref left);
    }

    // Counting stops at malformed bytes; the parser reports them.
    private static void Count(ReadOnlySpan<byte> bytes, MessageDescriptor type, ref int left)
    {
        while (bytes.Length > 0 && TryNumber(ref bytes, out ulong tag))
        {
            ulong length = 0;
            var wire = (WireFormat.WireType)(tag & 7);
            bool isKnown = wire switch
            {
                WireFormat.WireType.Varint => TryNumber(ref bytes, out _),
                WireFormat.WireType.Fixed64 => (length = sizeof(ulong)) > 0,
                WireFormat.WireType.Fixed32 => (length = sizeof(uint)) > 0,
                WireFormat.WireType.LengthDelimited => TryNumber(ref bytes, out length),
                _ => false,
            };
            if (!isKnown || length > (ulong)bytes.Length) return;
            // The depth is that of the schema, which does not hold itself.
            if (wire == WireFormat.WireType.LengthDelimited
                && type.FindFieldByNumber((int)(tag >> 3)) is { FieldType: FieldType.Message } field)
            {
                if (--left < 0)
                    throw new FormatException($"The file has more than {MaximumParts} nodes, attributes and tensors.");
                Count(bytes[..(int)length], field.MessageType, ref left);
            }
            bytes = bytes[(int)length..];
        }
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> bytes, out ulong number)
    {
        number = 0;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            number |= (ulong)(bytes[i] & 127) << 7 * i;
            if (bytes[i] > 127) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }
        return false;
    }
}
