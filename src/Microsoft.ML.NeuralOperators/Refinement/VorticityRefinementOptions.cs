using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The equation that predicted vorticities are to meet, ω_t + v·∇ω = νΔω + f on a periodic square, and how far a
/// <see cref="VorticityRefiner"/> goes.
/// </summary>
/// <param name="Viscosity">ν.</param>
/// <param name="Interval">Time from one frame to the next.</param>
public sealed record VorticityRefinementOptions([property: Range(0.0, double.MaxValue)] double Viscosity,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Interval)
{
    /// <summary>Length of the domain along both axes. Default 1, as <c>VorticityEquation</c> has it.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Period { get; init; } = 1;

    /// <summary>f on the grid of the frames, row-major; null for none.</summary>
    public IReadOnlyList<double>? Forcing { get; init => field = value is null ? null : [.. value]; }

    /// <summary>
    /// The most iterations. Each goes through all frames in the order of time and takes one to eight steps with each,
    /// of two Fourier transforms: one where frames are close together, several where the flow moves far between them.
    /// Default 10.
    /// </summary>
    [Range(1, 10_000)]
    public int Iterations { get; init; } = 10;

    /// <summary>
    /// The residual over that of the prediction at which it stops; 0 makes all iterations. Default 0.01.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 0.01;

    /// <summary>
    /// s of the norm √Σ (1 + |k|²)^s |R̂|², k with 2π. Default -1, the norm in which residuals of the vorticity are as
    /// large as those of the velocity.
    /// </summary>
    [Range(-4.0, 4.0)]
    public double Order { get; init; } = -1;
}

/// <summary>What a refinement did.</summary>
/// <param name="Residuals">
/// The norm of the residual: of the prediction first, then after every iteration. The frames are those of the smallest.
/// </param>
public sealed record RefinementReport(IReadOnlyList<double> Residuals)
{
    /// <summary>The smallest residual over that of the prediction.</summary>
    public double Reduction => Residuals[0] == 0 ? 1 : Residuals.Min() / Residuals[0];
}
