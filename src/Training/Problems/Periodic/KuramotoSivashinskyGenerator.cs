using System.Numerics;
using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How Kuramoto-Sivashinsky data is generated. The defaults are the constants of Brandstetter, Welling and Worrall 2022
/// (arXiv:2202.07643): periods of 64 and durations of 100, both up to a tenth more or less, of whose 500 frames the last 140
/// are kept, at 256 points.
/// </summary>
public sealed record KuramotoSivashinskyOptions : LineOptions
{
    /// <summary>The published constants.</summary>
    public KuramotoSivashinskyOptions() : base(64, 140, 72.2, 0.2, 0.1)
    {
    }
}

/// <summary>
/// u_t + u u_x + u_xx + u_xxxx = 0 on periodic lines, which grows chaotic from any smooth state: pseudo-spectral with the
/// upper third of the waves cut off, exponential time differencing of fourth order.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class KuramotoSivashinskyGenerator(KuramotoSivashinskyOptions? options = null)
    : LineGenerator<KuramotoSivashinskyOptions>(options ?? new KuramotoSivashinskyOptions())
{
    private protected override IEvolution Begin(RandomLines lines) => lines.Evolution(Symbol);

    internal static Complex Symbol(double q) => q * q * (1 - q * q);
}
