using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// What decides the weights beside the steps done, key by key: a state is resumed only where all of it is the same.
/// </summary>
internal static class Fingerprint
{
    /// <summary>The keys of a training.</summary>
    /// <param name="definition">The operator.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="validation">Samples for validation, or null.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="initial">The weights it starts from; null for drawn ones.</param>
    /// <param name="shards">The ranks whose samples together are the data.</param>
    /// <param name="before">
    /// A hash of the stages before this one, whose sum is the last input; null for none. The sum itself is rounded
    /// differently by another number of threads.
    /// </param>
    public static IReadOnlyDictionary<string, string> Of(NeuralOperator definition, FieldDataset data,
        FieldDataset? validation, TrainingOptions options, ParameterValues? initial, RankGroup shards,
        string? before = null)
    {
        var keys = new Dictionary<string, string>
        {
            ["operator"] = definition.GetType().Name,
            ["parameters"] = Hash(definition.Parameters.Select(p => p.ToString()!)),
            ["forward pass"] = Hash(OperationTrace.Of(definition,
                definition.Inputs.Zip(Grids(definition, data, options),
                (port, grid) => Shape.Of([1, port.Channels, .. grid.Select(n => (long)n)])))),
            ["data"] = Text(Given(data), shards),
            // It decides which weights are the best, and when a plateau begins.
            ["validation"] = validation is null ? "none" : Text(Given(validation), shards),
        };
        if (before is not null) keys["earlier stages"] = before;
        if (initial is not null)
            keys["initial weights"] = Hash(initial.Definition.Parameters.Select(p
                => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(initial[p].AsSpan())))));
        foreach (PropertyInfo option in typeof(TrainingOptions).GetProperties())
            if (!option.IsDefined(typeof(NotInFingerprintAttribute)))
                keys[option.Name] = StateText.Of(option.GetValue(options));
        if (options.MissingValues != MissingValues.Refuse)
            keys[nameof(options.MissingValues)] = StateText.Of(options.MissingValues);
        if (options.Sharding != DataSharding.None)
            keys[nameof(options.Sharding)] = StateText.Of(options.Sharding);
        if (options.ModeSchedule is { } modes) keys[nameof(options.ModeSchedule)] = StateText.Of(modes);
        return keys;

        FieldDataset Given(FieldDataset fields)
            => before is null ? fields : new([.. fields.Inputs.SkipLast(1)], fields.HasTarget ? fields.Target : null);
    }

    private static IEnumerable<IReadOnlyList<int>> Grids(NeuralOperator definition, FieldDataset data,
        TrainingOptions options)
        => (options.RollOut is null ? PointMasks.Complete(definition, data) : [.. data.Inputs])
        .Select(field => field.Grid);

    private static string Text(FieldDataset data, RankGroup shards)
    {
        if (shards.IsAlone) return Text(data);
        long rows = RankData.Count(data, shards);
        return string.Join("; ", data.All.Select(f =>
            $"{f.Name} [{string.Join(", ", (long[])[rows, .. f.Shape[1..]])}] {RankData.Hash(f, shards)}"));
    }

    private static string Text(FieldDataset data) => string.Join("; ", data.All.Select(f =>
        $"{f.Name} [{string.Join(", ", f.Shape)}] {Hash(f)}"
        + (f.Points is null ? "" : $" points {Hash(f.Points.Select(n => StateText.Of(n)))}")));

    private static string Hash(IEnumerable<string> parts)
        => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];

    private static string Hash(FieldSamples field)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < field.Count; i++) hash.AppendData(MemoryMarshal.AsBytes(field[i]));
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
