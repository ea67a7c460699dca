using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="Mgbp"/>.</summary>
public sealed record MgbpOptions : ConvolutionalOptions
{
    /// <summary>Channels on the finest level; they double from level to level. Published: 9 to 256.</summary>
    [Range(1, Limits.Width), SweepChoice(8, 16, 32)]
    public int Channels { get; init; } = 16;

    /// <summary>Levels, each with half the points of the one above. Published: 5.</summary>
    [Range(2, 8), SweepRange(2, 4)]
    public int Levels { get; init; } = 3;

    /// <summary>
    /// Corrections on every level, μ: 1 is a V-cycle, 2 a W-cycle. Each correction has weights of its own, so their
    /// number grows like μ^levels. Published: 2.
    /// </summary>
    [Range(1, 4), SweepChoice(1, 2)]
    public int Cycles { get; init; } = 2;

    /// <summary>Points of the kernels along every axis: 3, 5 or 7.</summary>
    [AllowedValues(3, 5, 7)]
    public int Kernel { get; init; } = 3;

    /// <summary>Nonlinearity before every upsampling. Published: ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What published weights determine; null for new models.</summary>
    internal MgbpForm? Published { get; init; }

    /// <summary>How the levels are built.</summary>
    internal MgbpForm Form => Published ?? new()
    {
        Widths = [.. Enumerable.Range(0, Levels).Select(level => Channels << Levels - 1 - level)],
    };

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Mgbp(inputChannels, outputChannels, this);

    // The field is extended by at most as many points as a coarse cell has.
    internal override IReadOnlyList<GridAxis> Axes => [.. GridAxis.Of(Dimensions).Select((axis, i) => axis with
    {
        MinimumToTrain = Math.Max(Kernel, Fewest(Boundaries[i], Kernel << Levels - 2)),
    })];
}
