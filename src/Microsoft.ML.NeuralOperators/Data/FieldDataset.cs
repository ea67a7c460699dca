namespace Microsoft.ML.NeuralOperators;

/// <summary>Samples of an operator's input fields and of the field it is to give.</summary>
public sealed class FieldDataset
{
    private readonly FieldSamples? _target;

    /// <summary>A data set over fields with equally many samples.</summary>
    /// <param name="inputs">One field for each of the operator's inputs.</param>
    /// <param name="target">What the operator is to give; null for losses that need no labels.</param>
    public FieldDataset(IReadOnlyList<FieldSamples> inputs, FieldSamples? target)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ArgumentException("A data set has at least one input field.", nameof(inputs));
        (Inputs, _target) = (inputs, target);
        if (All.FirstOrDefault(i => i.Count != All.Last().Count) is { } odd)
            throw new ArgumentException($"Field '{odd.Name}' has {odd.Count} samples, field '{All.Last().Name}' "
                + $"{All.Last().Count}.", nameof(inputs));
    }

    /// <summary>One field for each of the operator's inputs.</summary>
    public IReadOnlyList<FieldSamples> Inputs { get; }

    /// <summary>What the operator is to give.</summary>
    /// <exception cref="InvalidOperationException">The data has no labels.</exception>
    public FieldSamples Target => _target ?? throw new InvalidOperationException("The data has no labels.");

    /// <summary>Whether there are labels.</summary>
    public bool HasTarget => _target is not null;

    /// <summary>Every field, labels last.</summary>
    public IEnumerable<FieldSamples> All => _target is null ? Inputs : Inputs.Append(_target);

    /// <summary>Number of samples.</summary>
    public int Count => Inputs[0].Count;

    /// <summary>Splits off a share of the samples, drawn with a seed, for validation.</summary>
    /// <param name="fraction">The share; at least one sample stays on each side.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    public (FieldDataset Training, FieldDataset Validation) Split(double fraction, int seed)
    {
        var (training, validation) = SplitSamples(fraction, seed);
        return (Pick(training), Pick(validation));
    }

    /// <summary>The samples that <see cref="Split"/> puts on each side, in ascending order.</summary>
    internal (int[] Training, int[] Validation) SplitSamples(double fraction, int seed)
        => SplitSamples(Count, fraction, seed);

    /// <summary>A split of the numbers below a count, each side in ascending order.</summary>
    internal static (int[] Training, int[] Validation) SplitSamples(int count, double fraction, int seed)
    {
        if (count < 2)
            throw new InvalidOperationException($"{count} samples cannot be split for validation; at least 2 are "
                + "needed.");
        int[] order = [.. Enumerable.Range(0, count)];
        new SeededRandom(seed, SeedUse.Split).Shuffle(order);
        int held = Math.Clamp((int)Math.Round(count * fraction), 1, count - 1);
        return ([.. order[held..].Order()], [.. order[..held].Order()]);
    }

    /// <summary>Some samples.</summary>
    internal FieldDataset Pick(IReadOnlyList<int> samples)
        => new([.. Inputs.Select(i => i.Pick(samples))], _target?.Pick(samples));
}
