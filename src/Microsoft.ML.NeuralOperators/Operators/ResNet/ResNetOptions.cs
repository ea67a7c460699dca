using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="ResNet"/>.</summary>
public sealed record ResNetOptions : ConvolutionalOptions
{
    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 48;

    /// <summary>Residual blocks of as many convolutions as <see cref="Dilations"/> has entries.</summary>
    [Range(1, Limits.Depth), SweepRange(3, 12)]
    public int Layers { get; init; } = 6;

    /// <summary>Points of the kernels along every axis, an odd number.</summary>
    [Range(1, 63), SweepChoice(3, 5, 7)]
    public int Kernel { get; init; } = 3;

    /// <summary>
    /// Distance in cells between the points of the kernel, for each convolution of a block. 1, 1 is the usual block;
    /// 1, 2, 4, 8, 4, 2, 1 the one of dilated residual networks (Stachenfeld et al. 2022, arXiv:2112.15275), which sees
    /// 22 cells far.
    /// </summary>
    [Entries(1, 64), Each(1, 1024)]
    public IReadOnlyList<int> Dilations { get; init => field = value.Copied(); } = [1, 1];

    /// <summary>
    /// Normalisation before every nonlinearity of the blocks; not bound to a grid. Instance normalisation has no
    /// learned factors.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Group, Normalization.Instance)]
    public Normalization Normalization { get; init; }

    /// <summary>Nonlinearity.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    // Padding by a boundary condition needs as many points as it adds.
    internal override IReadOnlyList<GridAxis> Axes => [.. GridAxis.Of(Dimensions).Select((axis, i) => axis with
    {
        MinimumToTrain = Math.Max(Kernel, Fewest(Boundaries[i], Kernel / 2 * Dilations.Max())),
    })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new ResNet(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() => Kernel % 2 == 0
        ? base.Faults().Append($"Kernel is {Kernel}; expected an odd number") : base.Faults();
}
