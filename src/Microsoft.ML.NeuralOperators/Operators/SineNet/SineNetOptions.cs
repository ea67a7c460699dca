using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="SineNet"/>.</summary>
public sealed record SineNetOptions : ConvolutionalOptions
{
    /// <summary>Channels on the finest grid. Published: 64.</summary>
    [Range(1, Limits.Width), SweepRange(16, 96, IsLogarithmic = true)]
    public int Channels { get; init; } = 32;

    /// <summary>Waves, each a U-shaped network. Published: 8, better than fewer wider ones.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Waves { get; init; } = 4;

    /// <summary>
    /// How often each wave halves the grid: ⌈n/2⌉ of n points. Published: 4.
    /// </summary>
    [Range(1, 12), SweepRange(2, 4)]
    public int Levels { get; init; } = 4;

    /// <summary>
    /// How much wider each level is than the one above it; the broken part of a width is cut off. Published: 1.425 with
    /// 8 waves.
    /// </summary>
    [Range(1.0, 4.0), SweepChoice(1.425, 2.0)]
    public double Growth { get; init; } = 1.425;

    /// <summary>Normalisation after every convolution within a wave, with learned factors.</summary>
    public Normalization Normalization { get; init; } = Normalization.Group;

    /// <summary>Nonlinearity.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>What published weights determine; null for new models.</summary>
    internal SineWaveForm? Published { get; init; }

    /// <summary>How the waves are built.</summary>
    internal SineWaveForm Form => Published ?? new()
    {
        Widths = [.. Enumerable.Range(0, Levels + 1).Select(level => (int)(Channels * Math.Pow(Growth, level)))],
    };

    // Every level needs as many points as its convolutions and interpolations add around the field. The published
    // program adds two cells to a periodic field, and drops points that are left over.
    internal override IReadOnlyList<GridAxis> Axes => [.. GridAxis.Of(Dimensions).Select((axis, i) => axis with
    {
        MinimumToTrain = Published is not null ? Fewest(Boundaries[i], 2) << Levels
            : ((Fewest(Boundaries[i], 1) - 1) << Levels) + 1,
        MultipleOf = Published is not null ? 1 << Levels : 1,
    })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new SineNet(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Growth is >= 1 and <= 4 && Levels is >= 1 and <= 12 && Channels * Math.Pow(Growth, Levels) > 1 << 20)
            yield return $"Channels is {Channels}; with {Levels} levels that are {Growth} times as wide as the one "
                + $"above, expected at most {(int)((1 << 20) / Math.Pow(Growth, Levels))}";
    }
}
