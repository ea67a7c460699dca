using System.Buffers.Binary;
using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// safetensors: the length of a header, the header in JSON, and the numbers of all tensors one after the other.
/// </summary>
internal static class SafetensorsFormat
{
    private const int LengthBytes = 8;
    private const string Metadata = "__metadata__";

    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["F64"] = "f8",
        ["F32"] = "f4",
        ["F16"] = "f2",
        ["BF16"] = "bf2",
        ["I64"] = "i8",
        ["I32"] = "i4",
        ["I16"] = "i2",
        ["I8"] = "i1",
        ["U64"] = "u8",
        ["U32"] = "u4",
        ["U16"] = "u2",
        ["U8"] = "u1",
        ["BOOL"] = "b1",
        ["C64"] = "c8",
    };

    /// <summary>Whether a file begins like one of these.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
        => head.Length > LengthBytes && head[LengthBytes] == '{'
        && BinaryPrimitives.ReadUInt64LittleEndian(head) <= int.MaxValue;

    /// <summary>Reads all tensors.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="content">Receives them.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(FileStream stream, FileContent content, ReadBudget budget)
    {
        long length = BinaryPrimitives.ReadInt64LittleEndian(stream.ReadBytes(LengthBytes)),
            begin = LengthBytes + length;
        if (begin > stream.Length)
            throw new EndOfStreamException($"its header of {length} bytes ends too early.");
        // The text, and what it becomes.
        budget.Take(8 * length);
        try
        {
            using JsonDocument header = JsonDocument.Parse(stream.ReadBytes(length, budget.Certain));
            foreach (JsonProperty entry in header.RootElement.EnumerateObject())
                if (entry.Name == Metadata)
                    foreach (JsonProperty note in entry.Value.EnumerateObject())
                        content.Notes[note.Name] = note.Value.GetString() ?? "";
                else Tensor(stream, begin, budget.Name(entry.Name), entry.Value, content, budget);
        }
        catch (JsonException error)
        {
            throw new FormatException($"its header is damaged: {error.Message}", error);
        }
    }

    private static void Tensor(FileStream stream, long begin, string name, JsonElement entry, FileContent content,
        ReadBudget budget)
    {
        budget.Take(ReadBudget.InstanceBytes);
        string type = entry.GetProperty("dtype").GetString() ?? "";
        if (!Codes.TryGetValue(type, out string? code))
        {
            content.Refuse(name, $"the tensor '{name}' is of the type '{type}'");
            return;
        }
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(at => at.GetInt64())];
        if (!content.Wants(name, shape)) return;
        long total = ElementDecoder.LongCount(shape), bytes = checked(total * ElementDecoder.Size(code));
        int parts = ElementDecoder.Parts(code);
        if (offsets is not [>= 0 and var from, var to] || to - from != bytes || from > stream.Length - begin - bytes)
            throw new FormatException($"the tensor '{name}' [{string.Join(", ", shape)}] of {bytes} bytes is at "
                + $"[{string.Join(", ", offsets)}] of {stream.Length - begin} bytes.");
        if (content.Streams(total * parts))
        {
            content.Add(new RawArray(name, shape, code, new PlainBytes(stream.Name), begin + from)
            {
                Packing = parts == 1 ? content.Packing(name) : null,
            });
            return;
        }
        int count = ElementDecoder.Count(shape);
        budget.Take(sizeof(float) * (long)count * parts);
        stream.Position = begin + from;
        content.Add(NamedArray.Of(name, shape, parts,
            ElementDecoder.Read(stream, code, count, budget.Certain,
                packing: parts == 1 ? content.Packing(name) : null)));
    }
}
