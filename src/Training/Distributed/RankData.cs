using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What ranks determine together about rows of which each has a part.</summary>
internal static class RankData
{
    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The rows of a rank: an equal, contiguous part of all.</summary>
    public static (long From, long End) Range(long rows, int rank, int size)
        => ((long)((Int128)rows * rank / size), (long)((Int128)rows * (rank + 1) / size));

    /// <summary>
    /// Splits off rows for validation. They are the same rows of the whole for any number of ranks; each rank gets
    /// those that it holds.
    /// </summary>
    public static (FieldDataset Training, FieldDataset Validation) Split(FieldDataset own, double fraction, int seed,
        RankGroup group)
    {
        int[] counts = group.Gather(own.Count);
        int before = counts.Take(group.Rank).Sum();
        var (training, validation) = FieldDataset.SplitSamples(checked(counts.Sum()), fraction, seed);
        return (own.Pick(Own(training)), own.Pick(Own(validation)));

        int[] Own(int[] samples)
            => [.. samples.Where(i => i >= before && i < before + own.Count).Select(i => i - before)];
    }

    /// <summary>
    /// A hash of the rows of all ranks that does not depend on their order, or on which rank has which.
    /// </summary>
    public static string Hash(FieldSamples field, RankGroup group)
    {
        UInt128 sum = 0;
        var row = new float[field.SampleLength];
        for (int i = 0; i < field.Count; i++)
        {
            field.Read(i, row);
            int points = field.PointsOf(i);
            byte[] hash = SHA256.HashData([.. MemoryMarshal.AsBytes(row.AsSpan()), .. BitConverter.GetBytes(points)]);
            sum += MemoryMarshal.Read<UInt128>(hash);
        }
        return group.Gather(sum).Aggregate((a, b) => a + b).ToString("X32")[..16];
    }

    /// <summary>The report that all ranks give. Its summaries of fields are those of the first rank's rows.</summary>
    public static TrainingReport Report(TrainingReport own, RankGroup group)
        => group.IsAlone ? own
            : own with
            {
                Fields = JsonSerializer.Deserialize<FieldSummary[]>(group.OfFirst(
                JsonSerializer.Serialize(own.Fields, Json)), Json)!
            };

    /// <summary>The rows of all ranks.</summary>
    public static long Count(FieldDataset own, RankGroup group) => group.Gather(own.Count).Sum(c => (long)c);
}
