using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// A training state as a file: a mark, a description in JSON, the vectors, and a hash over all of it. It is read and
/// written block by block, so that a state may be larger than an array.
/// </summary>
internal static class TrainingStateFile
{
    private const int MaximumHeader = 1 << 26, Block = 1 << 17;
    private static readonly byte[] Mark = "NOSTATE1"u8.ToArray();
    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Write(string path, TrainingState state) => AtomicFile.Write(path, stream =>
    {
        var file = new HashedStream(stream);
        JsonObject description = JsonSerializer.SerializeToNode(state, Json)!.AsObject();
        description.Add("Vectors", JsonSerializer.SerializeToNode(state.Vectors.Select(v => new VectorHeader(v.Key,
            v.Value.Type, v.Value.Shape, (long)v.Value.Values.Length * StateVector.ElementSize(v.Value.Type)))));
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(description);
        file.Write(Mark);
        file.Write(BitConverter.GetBytes(header.Length));
        file.Write(header);
        foreach (StateVector vector in state.Vectors.Values) ForBlocks(vector.Values, file.Write);
        stream.Write(file.Hash());
    });

    /// <exception cref="FormatException">The file is no state, or damaged.</exception>
    public static TrainingState Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream);
        }
        catch (Exception error) when (error is FormatException or JsonException or IOException
            or UnauthorizedAccessException)
        {
            throw new FormatException($"The training state '{path}' is damaged: {error.Message}", error);
        }
    }

    private static TrainingState Read(FileStream stream)
    {
        var file = new HashedStream(stream);
        long left = stream.Length - Mark.Length - sizeof(int) - SHA256.HashSizeInBytes;
        var start = new byte[Mark.Length + sizeof(int)];
        if (left >= 0) file.Read(start);
        if (left < 0 || !start.AsSpan(0, Mark.Length).SequenceEqual(Mark))
            throw new FormatException("it does not begin like a state.");
        int length = BitConverter.ToInt32(start, Mark.Length);
        if (length < 0 || length > Math.Min(left, MaximumHeader))
            throw new FormatException($"its description has {length} bytes.");
        var text = new byte[length];
        file.Read(text);
        TrainingState state = JsonSerializer.Deserialize<TrainingState>(text, Json)
            ?? throw new FormatException("its description is empty.");
        IReadOnlyList<VectorHeader> headers = JsonSerializer.Deserialize<VectorList>(text)!.Vectors;
        if (Fault(state, headers, left - length) is { } fault) throw new FormatException($"{fault}.");
        var vectors = new Dictionary<string, StateVector>(StringComparer.Ordinal);
        foreach (VectorHeader vector in headers)
        {
            Array values = StateVector.Allocate(vector.Type,
                (int)(vector.Length / StateVector.ElementSize(vector.Type)))!;
            ForBlocks(values, file.Read);
            if (!vectors.TryAdd(vector.Name, new StateVector(vector.Type, vector.Shape, values)))
                throw new FormatException($"it has the vector '{vector.Name}' twice.");
        }
        byte[] hash = file.Hash(), written = stream.ReadBytes(SHA256.HashSizeInBytes);
        if (!hash.AsSpan().SequenceEqual(written))
            throw new FormatException("its content does not have the hash it was written with.");
        return state with { Vectors = vectors };
    }

    // JSON can omit any member, or set it to null.
    private static string? Fault(TrainingState state, IReadOnlyList<VectorHeader> vectors, long bytes)
    {
        if (state.Fingerprint is null || state.Epochs is null || vectors is null || state.Epochs.Contains(null!)
            || vectors.Contains(null!)) return "its description is incomplete";
        foreach (VectorHeader vector in vectors)
        {
            Int128 size = StateVector.ElementSize(vector.Type);
            if (size == 0 || vector.Name is null || vector.Shape is null
                || vector.Shape.Length > ReadLimits.MaximumAxes) return "a vector is incomplete";
            foreach (long n in vector.Shape)
                // Beyond any array's length one more factor cannot overflow.
                if (n < 0 || (size *= n) > long.MaxValue) return $"the vector '{vector.Name}' has impossible sizes";
            if (size != vector.Length || size / StateVector.ElementSize(vector.Type) > Array.MaxLength
                || (bytes -= vector.Length) < 0)
                return $"the vector '{vector.Name}' has {vector.Length} bytes";
        }
        return bytes == 0 ? null : $"it has {bytes} bytes that belong to no vector";
    }

    private static void ForBlocks(Array values, Action<Span<byte>> visit)
    {
        switch (values)
        {
            case float[] numbers: Each(numbers); break;
            case double[] numbers: Each(numbers); break;
            default: Each((long[])values); break;
        }

        void Each<T>(T[] numbers)
            where T : unmanaged
        {
            for (int from = 0; from < numbers.Length; from += Block)
                visit(MemoryMarshal.AsBytes(numbers.AsSpan(from, Math.Min(Block, numbers.Length - from))));
        }
    }

    private sealed class HashedStream(Stream stream)
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Write(Span<byte> bytes)
        {
            _hash.AppendData(bytes);
            stream.Write(bytes);
        }

        public void Read(Span<byte> bytes)
        {
            stream.Fill(bytes);
            _hash.AppendData(bytes);
        }

        public byte[] Hash()
        {
            using (_hash) return _hash.GetHashAndReset();
        }
    }

    private sealed record VectorList(IReadOnlyList<VectorHeader> Vectors);

    private sealed record VectorHeader(string Name, string Type, long[] Shape, long Length);
}
