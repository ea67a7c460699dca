using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="IFno"/>.</summary>
public sealed record IFnoOptions : SpectralOperatorOptions
{
    /// <summary>Channels between the layers. Published: 32 to 150.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 32;

    /// <summary>
    /// Number of times the shared layer is applied, each with a step of 1/Iterations. More iterations cost time but add
    /// no parameters. Published: 4 to 32.
    /// </summary>
    [Range(1, Limits.Depth), SweepRange(2, 16)]
    public int Iterations { get; init; } = 8;

    /// <summary>The nonlinearity of all iterations but the last.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// Of published weights: the frames, which lie in the channels, and their modes; the kernel has the time as its
    /// last axis. Null for new models.
    /// </summary>
    internal PublishedFrames? Published { get; init; }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new IFno(inputChannels, outputChannels, this);
}
