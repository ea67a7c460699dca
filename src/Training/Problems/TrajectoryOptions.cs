using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Where and when a solution in time is kept: what all equations in time share.</summary>
/// <remarks>
/// The frames of a sample are its channels, the channels of one frame together, [frames·channels, grid…]: what
/// <see cref="RollOut"/> learns from.
/// </remarks>
public abstract record TrajectoryOptions
{
    private protected TrajectoryOptions(int points, int frames, double start, double interval)
        => (Points, Frames, Start, Interval) = (points, frames, start, interval);

    /// <summary>Points along each axis of space.</summary>
    [Range(8, 1 << 16)]
    public int Points { get; init; }

    /// <summary>Frames of a sample, at least 1.</summary>
    [Range(1, 1 << 20)]
    public int Frames { get; init; }

    /// <summary>Time of the first frame, in the equation's unit; 0 keeps the initial state as the first.</summary>
    [Range(0.0, 1e12)]
    public double Start { get; init; }

    /// <summary>Time from one frame to the next, in the equation's unit.</summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double Interval { get; init; }
}

/// <summary>
/// Trajectories that a method goes through step by step, on a grid that may be finer than what is kept.
/// </summary>
public abstract record SteppedOptions : TrajectoryOptions
{
    private protected SteppedOptions(int points, int frames, double start, double interval, double timeStep,
        int refinement = 1) : base(points, frames, start, interval)
        => (TimeStep, Refinement) = (timeStep, refinement);

    /// <summary>
    /// Points of the solver's grid along each axis for one that is kept. More of them solve a seed's problem more
    /// exactly.
    /// </summary>
    [Range(1, 256)]
    public int Refinement { get; init; }

    /// <summary>
    /// The longest step in time. Steps are as long as this or a little shorter, so that frames end with one.
    /// </summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double TimeStep { get; init; }
}
