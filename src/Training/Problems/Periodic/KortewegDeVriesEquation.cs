using System.Numerics;
using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + u u_x + u_xxx = 0 on periodic lines, whose waves break up into solitons: pseudo-spectral with the upper third
/// of the waves cut off, exponential time differencing of fourth order. The mean of u is kept exactly, that of u² as
/// well as the steps are exact.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class KortewegDeVriesEquation(KortewegDeVriesOptions? options = null)
    : LineEquation<KortewegDeVriesOptions>(options ?? new KortewegDeVriesOptions())
{
    private protected override IEvolution Begin(RandomLines lines) => lines.Evolution(Symbol);

    internal static Complex Symbol(double q) => new(0, q * q * q);
}
