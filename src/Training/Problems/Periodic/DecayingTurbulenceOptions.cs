using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How decaying turbulence is generated. Viscosity, closure and the time between frames are those of the sets of
/// LESnets (Zhao et al. 2024); 16 points along each axis instead of 32 make a set in minutes.
/// </summary>
public sealed record DecayingTurbulenceOptions : SteppedOptions
{
    /// <summary>The published constants on fewer points.</summary>
    public DecayingTurbulenceOptions() : base(16, 11, 0, 0.02, 0.02)
    {
    }

    /// <summary>Axes of space: 2 or 3. Default 3.</summary>
    [Range(2, 3)]
    public int Dimensions { get; init; } = 3;

    /// <summary>ν. Default 1/64.</summary>
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double Viscosity { get; init; } = 1.0 / 64;

    /// <summary>
    /// C², Smagorinsky's coefficient squared, with the solver's spacing as the filter's width. 0 solves without
    /// closure, which needs a <see cref="SteppedOptions.Refinement"/> that resolves the smallest eddies. Default 0.01.
    /// </summary>
    [Range(0.0, 1e3)]
    public double Closure { get; init; } = 0.01;

    /// <summary>The wave number about which the initial eddies are, 1 being one wave a period. Default 2.</summary>
    [Range(0.5, 5.0)]
    public double Wave { get; init; } = 2;
}
