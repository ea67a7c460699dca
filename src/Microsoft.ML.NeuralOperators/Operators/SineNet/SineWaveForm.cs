using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>How the waves of a <see cref="SineNet"/> are built.</summary>
internal sealed record SineWaveForm
{
    /// <summary>Channels of every level, the finest first.</summary>
    [Entries(2, 13), Each(1, Limits.Width)]
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>Pairs of convolutions on every level of either way.</summary>
    [Range(1, Limits.Depth)]
    public int Blocks { get; init; } = 1;

    /// <summary>Whether every level from the second on also sees the wave's input.</summary>
    public bool IsDual { get; init; } = true;

    /// <summary>Whether what comes to a block is added to what it makes.</summary>
    public bool HasShortcuts { get; init; } = true;

    /// <summary>Whether a wave adds to the field, or else replaces it.</summary>
    public bool IsAdded { get; init; } = true;

    /// <summary>Whether the way down takes the largest of neighbours, not their mean.</summary>
    public bool TakesLargest { get; init; }

    /// <summary>The way up.</summary>
    public SineInterpolation Interpolation { get; init; }

    /// <summary>Whether what was kept on the way down comes before what comes up, as in published weights.</summary>
    public bool HasKeptFirst { get; init; }
}

/// <summary>How a wave comes to a finer grid.</summary>
internal enum SineInterpolation
{
    /// <summary>By lines, continued by the boundary condition.</summary>
    Continued,
    /// <summary>By torch's "bilinear", which repeats the outermost points where the field is not periodic.</summary>
    Linear,
    /// <summary>By torch's "bicubic", which does so too.</summary>
    Cubic,
}
