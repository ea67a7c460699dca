using System.ComponentModel.DataAnnotations;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How data of Burgers' equation is generated. The defaults are the constants of the physics-informed operators (Li et
/// al. 2021, arXiv:2111.03794): a viscosity of 0.01, 101 frames up to time 1, at 128 points.
/// </summary>
public sealed record BurgersOptions : TrajectoryOptions, IRules
{
    // More waves than these leave a state as smooth as it is.
    private const int FewestPoints = 200, MostPoints = 1 << 14, MostModes = 256;
    private const double PointsPerFront = 1.7;

    /// <summary>The published constants.</summary>
    public BurgersOptions() : base(128, 101, 0, 0.01)
    {
    }

    /// <summary>ν > 0; small ones take time, which grows with 1/ν². Default 0.01.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Viscosity { get; init; } = 0.01;

    /// <summary>
    /// The initial states; N(0, 25²(-Δ + 25)^{-2}) when null, with the waves that the solver's grid resolves, at most
    /// 256.
    /// </summary>
    public PeriodicRandomField? Initial { get; init; }

    /// <summary>Velocity of the fronts.</summary>
    internal double Velocity => PointsPerFront * (Initial ?? Usual(MostModes)).RootMeanSquare;

    /// <summary>Points of the solver's grid for one that is kept.</summary>
    internal int Ratio
    {
        get
        {
            double least = Math.Max(FewestPoints, Velocity / Viscosity) / Points;
            int ratio = Math.Max(1, (int)Math.Ceiling(least - 1e-9));
            // Fast transforms like whole numbers without prime factors beyond 5.
            while (Rest(ratio) > 1) ratio++;
            return ratio;
        }
    }

    /// <summary>The initial states that the solver's grid resolves.</summary>
    internal PeriodicRandomField States => Initial ?? Usual(Math.Min(MostModes, Points * Ratio / 3));

    /// <summary>What is wrong with the viscosity, if anything is.</summary>
    internal string? ViscosityFault => !(Viscosity > 0 && double.IsFinite(Viscosity))
        ? $"viscosity is {Viscosity}; expected a positive number."
        : Velocity / Viscosity > MostPoints
        ? Invariant($"viscosity is {Viscosity}; expected at least {Velocity / MostPoints:g2}")
            + $", below which fronts need more than {MostPoints} points."
        : null;

    IEnumerable<string> IRules.Faults()
        => Viscosity > 0 && ViscosityFault is { } fault ? ["V" + fault[1..^1]] : [];

    private static PeriodicRandomField Usual(int modes) => new(2, 5, 25, modes);

    private static int Rest(int n)
    {
        foreach (int prime in (int[])[2, 3, 5])
            while (n % prime == 0) n /= prime;
        return n;
    }
}
