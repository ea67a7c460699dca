using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="Lamo"/>, on grids and on point sets; the defaults are those published for
/// elasticity, a point set.
/// </summary>
public sealed record LamoOptions : SliceOperatorOptions
{
    /// <summary>How the state space goes along the slices.</summary>
    public StateSpaceKind StateSpace { get; init; }

    /// <summary>
    /// Channels of the state space over <see cref="MeshTransformerOptions.Channels"/>; published 2, on airfoils 1.
    /// </summary>
    [Range(1, Limits.Ratio), SweepChoice(1, 2)]
    public int Expansion { get; init; } = 2;

    /// <summary>Numbers of the state for every channel.</summary>
    [Range(1, Limits.Width), SweepChoice(1, 16, 64)]
    public int StateSize { get; init; } = 64;

    /// <summary>Channels of a head of the state space, which share steps and rates; published 64.</summary>
    [Range(1, Limits.Width), SweepChoice(32, 64)]
    public int HeadChannels { get; init; } = 32;

    /// <summary>
    /// Whether all blocks gather by the same weights of layers, as published for elasticity and airfoils.
    /// </summary>
    public bool HasSharedSlices { get; init; } = true;

    /// <summary>
    /// Whether the learned temperatures are kept between 0.1 and 5. The published program does so on grids only; on
    /// point sets a temperature may reach 0 there, and the numbers are lost.
    /// </summary>
    public bool HasBoundedTemperature { get; init; } = true;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        int width = Channels * Expansion;
        if (HeadChannels > 0 && width % HeadChannels != 0)
            yield return $"HeadChannels is {HeadChannels}; expected a divisor of Channels·Expansion, {width}";
        else if (StateSpace == StateSpaceKind.QuasiSeparable && HeadChannels > 0 && width / HeadChannels % 2 != 0)
            yield return $"HeadChannels is {HeadChannels}, which makes {width / HeadChannels} heads of "
                + $"Channels·Expansion, {width}; expected an even number of heads";
    }

    internal override NeuralOperator Define(MeshFields fields) => new Lamo(fields, this, addsPlaceholder: true);
}
