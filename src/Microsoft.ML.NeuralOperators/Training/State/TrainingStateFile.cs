using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.NeuralOperators.Fields;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>A training state as a file: a mark, a description in JSON, the vectors, and a hash over all of it.</summary>
internal static class TrainingStateFile
{
    private static readonly byte[] Mark = "NOSTATE1"u8.ToArray();
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Write(string path, TrainingState state) => AtomicFile.Write(path, stream =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new Header(state.Fingerprint, state.Epoch, state.Step, state.OptimizerSteps,
            state.LossSum, state.EpochSeconds, state.Epochs, state.BestError, state.Workers, state.Threads, state.FirstLoss,
            [.. state.Vectors.Select(v => new VectorHeader(v.Key, v.Value.Type, v.Value.Shape, v.Value.Bytes.Length))]), Json);
        Put(Mark);
        Put(BitConverter.GetBytes(header.Length));
        Put(header);
        foreach (StateVector vector in state.Vectors.Values) Put(vector.Bytes);
        stream.Write(hash.GetHashAndReset());

        void Put(byte[] bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    });

    /// <exception cref="FormatException">The file is no state, or damaged.</exception>
    public static TrainingState Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int hashLength = SHA256.HashSizeInBytes, start = Mark.Length + sizeof(int);
        if (file.Length < start + hashLength || !file.AsSpan(0, Mark.Length).SequenceEqual(Mark))
            throw new FormatException($"'{path}' is no training state.");
        ReadOnlySpan<byte> content = file.AsSpan(0, file.Length - hashLength);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file.AsSpan(content.Length)))
            throw new FormatException($"'{path}' is damaged: its content does not have the hash it was written with.");
        int length = BitConverter.ToInt32(file, Mark.Length);
        Header header = JsonSerializer.Deserialize<Header>(content.Slice(start, length), Json)
            ?? throw new FormatException($"'{path}' is no training state.");
        int offset = start + length;
        var vectors = new Dictionary<string, StateVector>();
        foreach (VectorHeader vector in header.Vectors)
        {
            vectors.Add(vector.Name, new StateVector(vector.Type, vector.Shape, content.Slice(offset, vector.Length).ToArray()));
            offset += vector.Length;
        }
        return new TrainingState(header.Fingerprint, header.Epoch, header.Step, header.OptimizerSteps, header.LossSum, header.EpochSeconds,
            header.Epochs, header.BestError, header.Workers, header.Threads, vectors)
        {
            FirstLoss = header.FirstLoss,
        };
    }

    private sealed record Header(IReadOnlyDictionary<string, string> Fingerprint, int Epoch, int Step, int OptimizerSteps, double LossSum,
        double EpochSeconds, IReadOnlyList<EpochReport> Epochs, double BestError, int Workers, int? Threads, double FirstLoss,
        IReadOnlyList<VectorHeader> Vectors);

    private sealed record VectorHeader(string Name, string Type, long[] Shape, int Length);
}
