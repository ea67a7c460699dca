using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="ResNet"/>.</summary>
public sealed record ResNetOptions : GridOperatorOptions
{
    /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 48;

    /// <summary>Residual blocks of two convolutions each.</summary>
    [Range(1, Limits.Depth), SweepRange(3, 12)]
    public int Layers { get; init; } = 6;

    /// <summary>Points of the kernels along every axis, an odd number.</summary>
    [Range(1, 63), SweepChoice(3, 5, 7)]
    public int Kernel { get; init; } = 3;

    /// <summary>How fields continue outside the domain, in every convolution.</summary>
    public BoundaryCondition Boundary { get; init; }

    /// <summary>
    /// Normalisation before every nonlinearity of the blocks; not bound to a grid. Instance normalisation has no
    /// learned factors.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Group, Normalization.Instance)]
    public Normalization Normalization { get; init; }

    /// <summary>Nonlinearity.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// Whether the last channels of the input, as many as the output has, are added to the output: for one step in
    /// time.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Dimensions;

    // Padding by a boundary condition needs as many points as it adds.
    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(Dimensions).Select(axis => axis with { MinimumToTrain = Kernel })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new ResNet(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
        => Kernel % 2 == 0 ? [$"Kernel is {Kernel}; expected an odd number"] : [];

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(HasOutputResidual, nameof(HasOutputResidual), inputChannels, outputChannels);
}
