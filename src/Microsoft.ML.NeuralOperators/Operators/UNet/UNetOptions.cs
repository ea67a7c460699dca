using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What a <see cref="UNet"/> is made of.</summary>
public enum UNetBlock
{
    /// <summary>
    /// Blocks of ConvNeXt: large depth-wise kernels, a layer norm over the channels and pointwise perceptrons; patches
    /// of 2 points down and up. The strongest for its cost.
    /// </summary>
    ConvNext,
    /// <summary>
    /// Residual blocks of two convolutions with pre-activation; convolutions of stride 2 down, transposed ones of 4
    /// points up.
    /// </summary>
    Residual,
    /// <summary>
    /// The original's pairs of convolution, normalisation and nonlinearity; the largest of 2 points down, transposed
    /// convolutions of 2 points up.
    /// </summary>
    Classic,
}

/// <summary>The architecture of a <see cref="UNet"/>.</summary>
public sealed record UNetOptions : ConvolutionalOptions
{
    /// <summary>What the network is made of.</summary>
    [SweepChoice(UNetBlock.ConvNext, UNetBlock.Residual)]
    public UNetBlock Block { get; init; }

    /// <summary>Channels on the finest grid; they double from level to level. Published: 42 to 64.</summary>
    [Range(1, Limits.Width), SweepRange(8, 64, IsLogarithmic = true)]
    public int Channels { get; init; } = 24;

    /// <summary>
    /// How often the grid is halved: ⌈n/2⌉ of n points. Along periodic axes the points of all levels are equally far
    /// apart where sizes are multiples of 2^Levels; other sizes work too, with a seam.
    /// </summary>
    [Range(1, 12), SweepRange(2, 5)]
    public int Levels { get; init; } = 4;

    /// <summary>Blocks of every level on the way down, again on the way up, and on the coarsest grid.</summary>
    [Range(1, Limits.Depth), SweepRange(1, 3)]
    public int Blocks { get; init; } = 1;

    /// <summary>
    /// Points of the kernels along every axis, an odd number; null takes 7 for ConvNext, whose kernels are depth-wise,
    /// and 3 for the others.
    /// </summary>
    [Range(1, 63), SweepChoice(3, 5, 7)]
    public int? Kernel { get; init; }

    /// <summary>
    /// Normalisation of Residual and Classic blocks, with learned factors; ConvNext always has its layer norm, which is
    /// of every point by itself. <see cref="Normalization.Batch"/> is the original's; it needs batches of several times
    /// the number of workers.
    /// </summary>
    [SweepUnless(nameof(Block), UNetBlock.ConvNext)]
    public Normalization Normalization { get; init; } = Normalization.Group;

    /// <summary>Nonlinearity.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// First value of the learned factors of ConvNext blocks. Small ones begin with a network that hardly does more
    /// than change grids, as deep ones want it: published 1e-6.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), SweepWhen(nameof(Block), UNetBlock.ConvNext)]
    public double LayerScale { get; init; } = 0.1;

    internal int KernelPoints => Kernel ?? (Block == UNetBlock.ConvNext ? 7 : 3);

    // Every level needs as many points as its convolutions add around the field, the coarsest one the most.
    internal override IReadOnlyList<GridAxis> Axes => [.. GridAxis.Of(Dimensions).Select((axis, i) => axis with
    {
        MinimumToTrain = ((Fewest(Boundaries[i], KernelPoints / 2) - 1) << Levels) + 1,
    })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new UNet(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Kernel is { } kernel && kernel % 2 == 0) yield return $"Kernel is {kernel}; expected an odd number";
        if (Levels is >= 1 and <= 12 && (long)Channels << Levels > 1 << 20)
            yield return $"Channels is {Channels}; expected at most {(1 << 20) >> Levels} with {Levels} levels, whose "
                + "channels double";
    }
}
