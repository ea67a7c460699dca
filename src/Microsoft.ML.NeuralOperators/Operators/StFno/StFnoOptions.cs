using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="StFno"/>.</summary>
public sealed record StFnoOptions : GridOperatorOptions
{
    /// <summary>
    /// Modes kept along the two axes of space, counted over the full spectrum (24 keeps -12…11). Training needs grids
    /// of at least as many points. Published: 24 or 64.
    /// </summary>
    [Entries(2, 2), Each(1, Limits.Width)]
    public IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [24, 24];

    /// <summary>Modes kept in time, counted over the full spectrum: 8 keeps 0…4, as published.</summary>
    [Range(1, Limits.Width), SweepRange(4, 16)]
    public int TimeModes { get; init; } = 8;

    /// <summary>Channels between the layers. Published: 10 or 20.</summary>
    [Range(4, Limits.Width), SweepRange(8, 64, IsLogarithmic = true)]
    public int Channels { get; init; } = 20;

    /// <summary>Spectral layers, of which the first goes to the latent times. Published: 4.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Layers { get; init; } = 4;

    /// <summary>Times between the layers, however many frames come in and go out.</summary>
    [Range(1, Limits.Width), SweepRange(4, 20)]
    public int LatentTimes { get; init; } = 10;

    /// <summary>Width of the hidden layer of the MLP behind every spectral layer, over the channels.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double MlpRatio { get; init; } = 4;

    /// <summary>The nonlinearity. Published: ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// β: the waves in time that are added to the input grow as exp(βt), t in hundreds of frames. Published: -0.01.
    /// </summary>
    [Range(-1e3, 1e3)]
    public double TimeGrowth { get; init; } = -0.01;

    /// <summary>
    /// Whether a frame is a velocity of two components, whose change is made free of divergence, instead of one number
    /// such as the vorticity.
    /// </summary>
    public bool IsVelocity { get; init; }

    /// <summary>The form of the published program, which its weights have; null for new models.</summary>
    internal PublishedFrameForm? Published { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => 2;

    /// <summary>Numbers of a frame at a point.</summary>
    internal int Components => IsVelocity ? 2 : 1;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(AxisCount).Zip(Modes, (axis, modes) => axis with { MinimumToTrain = modes })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new StFno(inputChannels, outputChannels, this);

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => IsVelocity && (inputChannels % 2 != 0 || outputChannels % 2 != 0)
            ? [$"IsVelocity needs two channels a frame, got {inputChannels} in and {outputChannels} out"] : [];
}
