using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of an <see cref="FFno"/>, whose modes are those of single lines: 24 keeps 0…12 of each.
/// </summary>
public sealed record FFnoOptions : SpectralOperatorOptions
{
    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 48;

    /// <summary>Layers. Published: 4 to 24; deep stacks are what the architecture is for.</summary>
    [Range(1, Limits.Depth), SweepRange(4, 12)]
    public int Layers { get; init; } = 4;

    /// <summary>
    /// Width of the layers' MLPs over <see cref="Channels"/>. 0 leaves them out, as the Neural-Solver-Library does: all
    /// layers together are then one linear map.
    /// </summary>
    [Range(0.0, Limits.Ratio), SweepChoice(1.0, 2.0, 4.0)]
    public double MlpRatio { get; init; } = 2;

    /// <summary>Whether all layers have the same spectral weights; MLPs are always each layer's own.</summary>
    [SweepChoice(false, true)]
    public bool SharesWeights { get; init; }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new FFno(inputChannels, outputChannels, this);
}
