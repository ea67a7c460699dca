using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What operators of few Fourier modes on grids have in common.</summary>
public abstract record SpectralOperatorOptions : GridOperatorOptions
{
    /// <summary>
    /// Modes kept along each grid axis, counted over the full spectrum (16 keeps -8…7); as many numbers as axes.
    /// Training needs grids of at least as many points. On coarser grids, modes above the Nyquist frequency are
    /// dropped.
    /// </summary>
    [Entries(1, 3), Each(1, Limits.Width)]
    public virtual IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [16, 16];

    /// <summary>Width of the lifting's hidden layer over the operator's channels.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over the operator's channels.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double ProjectionRatio { get; init; } = 2;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
    public virtual bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Whether the last channels of the input, as many as the output has, are added to the output: for one step in
    /// time.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <inheritdoc/>
    public sealed override int AxisCount => Modes.Count;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(AxisCount).Zip(Modes, (axis, modes) => axis with { MinimumToTrain = modes })];

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(HasOutputResidual, nameof(HasOutputResidual), inputChannels, outputChannels);
}
