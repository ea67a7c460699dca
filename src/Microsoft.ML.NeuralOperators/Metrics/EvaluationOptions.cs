using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What an evaluation looks at, beside the errors that it always gives.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// Channels of one frame, where the field's channels are frames one after the other, as
    /// <c>RollOut.Channels</c> has them. They must divide the field's channels. Null, the default, where the field is a
    /// single frame.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? FrameChannels { get; init; }

    /// <summary>
    /// For fields on the sphere, [channels, latitudes, longitudes]: where their circles of latitude are. Every error
    /// then weights points by the area around them; errors that make sense only in the plane are NaN: the H1 norm, the
    /// boundary error, and the bands of wave numbers. Null, the default, weights all points the same.
    /// </summary>
    public SphericalGrid? Sphere { get; init; }

    /// <summary>
    /// Whether points whose truth is NaN are left out, as if a mask were 0 there. Default false: they make the errors
    /// NaN, and their rows are listed.
    /// </summary>
    public bool IgnoreMissing { get; init; }

    /// <summary>
    /// Whether the error is split into bands of wave numbers, at the cost of a Fourier transform of every channel.
    /// Default true.
    /// </summary>
    public bool HasFourierBands { get; init; } = true;

    /// <summary>How many rows of the largest relative L2 error are listed. Default 5.</summary>
    [Range(0, int.MaxValue)]
    public int WorstRows { get; init; } = 5;

    /// <summary>
    /// Whether the errors of every row are kept, in <see cref="FieldMetrics.Rows"/>; 48 bytes a row. Default false.
    /// </summary>
    public bool KeepRows { get; init; }

    /// <summary>
    /// How often the rows are drawn anew, with replacement, for confidence intervals (the percentile bootstrap, Efron
    /// 1979); 1000 are usual. The time is proportional to draws × rows. Default 0: no intervals.
    /// </summary>
    [Range(0, 1_000_000)]
    public int BootstrapDraws { get; init; }

    /// <summary>The share of the draws inside an interval. Default 0.95.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; init; } = 0.95;

    /// <summary>Decides the draws: the same seed and rows give the same intervals. Default 0.</summary>
    public int Seed { get; init; }
}
