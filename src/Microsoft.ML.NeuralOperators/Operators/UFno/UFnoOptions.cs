using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="UFno"/>.</summary>
public sealed record UFnoOptions : SpectralOperatorOptions
{
    /// <summary>
    /// Modes kept along each grid axis, at least 2, as in <see cref="SpectralOperatorOptions.Modes"/>.
    /// </summary>
    [Entries(1, 3), Each(2, Limits.Width)]
    public override IReadOnlyList<int> Modes { get => base.Modes; init => base.Modes = value; }

    /// <summary>Channels between the layers. Published: 32 to 36.</summary>
    [Range(1, Limits.Width), SweepRange(16, 64, IsLogarithmic = true)]
    public int Channels { get; init; } = 32;

    /// <summary>Layers. Published: 4 or 6.</summary>
    [Range(1, Limits.Depth), SweepRange(3, 6)]
    public int Layers { get; init; } = 4;

    /// <summary>How many of the layers, the last ones, have a U-Net; at most all.</summary>
    [Range(0, Limits.Depth), SweepRange(1, 3)]
    public int UNetLayers { get; init; } = 2;

    /// <summary>Scales of the U-Nets, each with half the points of the one above; channels double with them.</summary>
    [Range(2, 10), SweepRange(3, 5), SweepUnless(nameof(UNetLayers), 0)]
    public int Scales { get; init; } = 4;

    /// <summary>
    /// Normalisation after every convolution of the U-Nets, with learned factors. With
    /// <see cref="Normalization.Batch"/> every worker normalises its part of the batch, so batches should be several
    /// times the number of workers; <see cref="Normalization.Instance"/> suits small batches and steps in time.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Batch, Normalization.Instance)]
    [SweepUnless(nameof(UNetLayers), 0)]
    public Normalization Normalization { get; init; } = Normalization.Batch;

    /// <summary>Nonlinearity of the U-Nets; between the layers it is GELU.</summary>
    [SweepUnless(nameof(UNetLayers), 0)]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// Whether the model is one of the Neural-Solver-Library, whose U-Nets have a lifting and a projection that nothing
    /// passes through.
    /// </summary>
    internal bool IsPublished { get; init; }

    // The published program does not pad to a multiple in one dimension.
    internal override int EndMultiple => IsPublished && AxisCount > 1 ? SolverLibraryUNet.Patch : 1;

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new UFno(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
        => UNetLayers <= Layers ? base.Faults()
            : [.. base.Faults(), $"UNetLayers is {UNetLayers}; expected at most Layers, {Layers}"];
}
