using System.Numerics;
using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How Korteweg-de Vries data is generated. The defaults are the constants of Brandstetter, Welling and Worrall 2022
/// (arXiv:2202.07643): periods of 128 and durations of 100, both up to a tenth more or less, of whose 250 frames the last 140
/// are kept, at 256 points.
/// </summary>
public sealed record KortewegDeVriesOptions : LineOptions
{
    /// <summary>The published constants.</summary>
    public KortewegDeVriesOptions() : base(128, 140, 44.4, 0.4, 0.05)
    {
    }
}

/// <summary>
/// u_t + u u_x + u_xxx = 0 on periodic lines, whose waves break up into solitons: pseudo-spectral with the upper third of the
/// waves cut off, exponential time differencing of fourth order. The mean of u is kept exactly, that of u² as well as the
/// steps are exact.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class KortewegDeVriesGenerator(KortewegDeVriesOptions? options = null)
    : LineGenerator<KortewegDeVriesOptions>(options ?? new KortewegDeVriesOptions())
{
    private protected override IEvolution Begin(RandomLines lines) => lines.Evolution(Symbol);

    internal static Complex Symbol(double q) => new(0, q * q * q);
}
