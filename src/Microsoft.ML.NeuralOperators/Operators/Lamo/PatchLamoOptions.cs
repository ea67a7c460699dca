using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="PatchLamo"/>; the defaults are those published for Darcy flow.
/// </summary>
public sealed record PatchLamoOptions : GridOperatorOptions
{
    /// <summary>
    /// Scales, one after the other: each reads what the one before it gave, on all points of the grid.
    /// </summary>
    [Entries(1, Limits.Depth)]
    public IReadOnlyList<PatchScale> Scales { get; init => field = value.Copied(); } = [new()];

    /// <summary>Channels of the state space over those of a patch.</summary>
    [Range(1.0, Limits.Ratio)]
    public double Expansion { get; init; } = 2;

    /// <summary>Numbers of the state for every channel.</summary>
    [Range(1, Limits.Width), SweepChoice(8, 16, 64)]
    public int StateSize { get; init; } = 64;

    /// <summary>
    /// Patches along each axis of the grid of learned positions, which is interpolated to the patches of a field. Those
    /// of published weights are the patches of the grid they were trained on.
    /// </summary>
    [Entries(2, 2), Each(1, Limits.Width)]
    public IReadOnlyList<int> Positions { get; init => field = value.Copied(); } = [8, 8];

    /// <summary>
    /// Zeros after the last point of each axis, as fractions of it, before it is cut into patches. Sizes are
    /// then always rounded up to a multiple of the patch size.
    /// </summary>
    [Entries(2, 2), Each(0.0, 1.0)]
    public IReadOnlyList<double> EndPadding { get; init => field = value.Copied(); } = [0, 0];

    /// <summary>Nonlinearity of MLPs and gates.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are prepended to the input.</summary>
    public bool HasGridEmbedding { get; init; } = true;

    /// <inheritdoc/>
    public override int AxisCount => 2;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (var (i, scale) in (Scales ?? []).Index())
        {
            if (scale is null)
            {
                yield return $"Scales[{i}] is null";
                continue;
            }
            string[] faults = [.. Rules.Faults(scale).Select(fault => $"Scales[{i}]: {fault}")];
            foreach (string fault in faults) yield return fault;
            int heads = faults.Length == 0 ? CrossScan.HeadsOf(scale.Channels) : 1;
            if (Mlp.WholeWidth(scale.Channels, Expansion) % heads != 0)
                yield return $"Scales[{i}] has {scale.Channels} channels, whose state space of Expansion {Expansion} "
                    + $"is not divided by its {heads} heads";
        }
    }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new PatchLamo(inputChannels, outputChannels, this);
}
