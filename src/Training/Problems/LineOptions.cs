using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Waves on periodic lines whose period and duration differ from sample to sample, from sums of few waves A sin(2πlx/L
/// + φ), A uniform in (-½, ½), φ in [0, 2π).
/// </summary>
public abstract record LineOptions : SteppedOptions
{
    private protected LineOptions(double period, int frames, double start, double interval, double timeStep,
        int refinement = 1) : base(256, frames, start, interval, timeStep, refinement)
        => Period = period;

    /// <summary>The mean of the periods L, in the equation's unit.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Period { get; init; }

    /// <summary>
    /// Periods and times of a sample are uniform between 1 - this and 1 + this of those named here. Default 0.1.
    /// </summary>
    [Range(0.0, 0.9)]
    public double Variation { get; init; } = 0.1;

    /// <summary>Waves of an initial state. Default 10.</summary>
    [Range(1, 1000)]
    public int Waves { get; init; } = 10;

    /// <summary>The largest l. Default 2.</summary>
    [Range(1, 1000)]
    public int LargestWave { get; init; } = 2;
}
