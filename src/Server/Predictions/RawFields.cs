using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// Fields or predictions as float32, little-endian and row-major, with their shape, such as "1,64,64", in the query or
/// a header.
/// </summary>
internal static class RawFields
{
    public const string ContentType = "application/octet-stream", ShapeHeader = "X-Shape", ModelHeader = "X-Model";

    /// <summary>Reads a body that must have as many numbers as a shape.</summary>
    /// <exception cref="RequestFault">It has another length.</exception>
    public static async Task<float[]> ReadAsync(HttpRequest request, FieldShape shape)
    {
        long expected = shape.InputCount * sizeof(float);
        if (request.ContentLength is { } length && length != expected) throw Mismatch(expected, $"{length} bytes");
        var numbers = new float[shape.InputCount];
        long read = 0;
        while (true)
        {
            ReadResult part = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            long came = part.Buffer.Length;
            bool fits = read + came <= expected;
            if (fits) part.Buffer.CopyTo(MemoryMarshal.AsBytes(numbers.AsSpan())[(int)read..]);
            request.BodyReader.AdvanceTo(part.Buffer.End);
            if (!fits) throw Mismatch(expected, "more");
            read += came;
            if (part.IsCompleted) break;
        }
        if (read != expected) throw Mismatch(expected, $"{read} bytes");
        ToOrFromLittleEndian(numbers);
        return numbers;
    }

    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(HttpResponse response, float[] numbers)
    {
        ToOrFromLittleEndian(numbers);
        response.ContentType = ContentType;
        response.ContentLength = (long)numbers.Length * sizeof(float);
        response.BodyWriter.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }

    private static RequestFault Mismatch(long expected, string came)
        => RequestFault.Malformed($"Expected {expected} bytes of float32 for the shape, got {came}.");

    private static void ToOrFromLittleEndian(float[] numbers)
    {
        if (BitConverter.IsLittleEndian) return;
        Span<int> bits = MemoryMarshal.Cast<float, int>(numbers.AsSpan());
        BinaryPrimitives.ReverseEndianness(bits, bits);
    }
}
