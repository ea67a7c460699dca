using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="TransformOnce"/>.</summary>
public sealed record TransformOnceOptions : SpectralOperatorOptions
{
    /// <summary>
    /// Cosines kept along each grid axis, 0 … modes - 1 half waves; as many numbers as axes. Training needs grids of at
    /// least as many points, and coarser grids lack the highest ones. What the others cannot hold is not learned: the
    /// output is smooth.
    /// </summary>
    [Entries(1, 3), Each(1, Limits.Width)]
    public override IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [24, 24];

    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(16, 96, IsLogarithmic = true)]
    public int Channels { get; init; } = 48;

    /// <summary>Layers. Published: 8.</summary>
    [Range(1, Limits.Depth), SweepRange(4, 12)]
    public int Layers { get; init; } = 8;

    /// <summary>The nonlinearity of the layers, on coefficients.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>What the authors' program has otherwise; null for a model of this library.</summary>
    internal PublishedTransformOnce? Published { get; init; }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new TransformOnce(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
        => ActivationOversampling == 1 && ActivationBand is null ? base.Faults()
            : [.. base.Faults(), "ActivationOversampling or ActivationBand is set; expected neither, since T1's "
                + "nonlinearities act on coefficients, which have no grid to alias on"];
}
