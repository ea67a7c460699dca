using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>How the levels of an <see cref="Mgbp"/> are built.</summary>
internal sealed record MgbpForm
{
    /// <summary>Channels of every level, the coarsest first.</summary>
    [Entries(2, 8), Each(1, Limits.Width)]
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>Whether convolutions have a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>
    /// Channels that published weights have for noise. With noise of no amplitude nothing comes from them.
    /// </summary>
    [Range(0, Limits.Width)]
    public int NoiseChannels { get; init; }

    /// <summary>Whether the last layer is there under a second name, too, as the program saves it.</summary>
    public bool HasSynthesisTwice { get; init; }

    /// <summary>How often the features go through the cycle, always with the same weights.</summary>
    [Range(1, Limits.Depth)]
    public int Runs { get; init; } = 1;

    /// <summary>The fewest points of the coarsest level along every axis.</summary>
    [Range(1, 2)]
    public int FewestPoints { get; init; } = 1;

    /// <summary>Whether an odd number of added points has its middle one before the field, not after it.</summary>
    public bool HasMoreBefore { get; init; }
}
