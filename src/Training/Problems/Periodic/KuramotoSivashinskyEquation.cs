using System.Numerics;
using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + u u_x + u_xx + u_xxxx = 0 on periodic lines, which grows chaotic from any smooth state: pseudo-spectral with
/// the upper third of the waves cut off, exponential time differencing of fourth order.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class KuramotoSivashinskyEquation(KuramotoSivashinskyOptions? options = null)
    : LineEquation<KuramotoSivashinskyOptions>(options ?? new KuramotoSivashinskyOptions())
{
    private protected override IEvolution Begin(RandomLines lines) => lines.Evolution(Symbol);

    internal static Complex Symbol(double q) => q * q * (1 - q * q);
}
