namespace Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

/// <summary>
/// The method of third order whose stages are averages of Euler steps, so that it keeps what those keep, such as
/// positive depths (Shu and Osher 1988, Journal of Computational Physics 77).
/// </summary>
/// <param name="scheme">The equation in space.</param>
internal sealed class RungeKutta(IScheme scheme)
{
    /// <summary>The longest step over the time constant of the fastest decay at which it is stable.</summary>
    public const double RealLimit = 2.5;

    private readonly double[] _second = new double[scheme.Length];
    private double[] _first = new double[scheme.Length];

    /// <summary>Takes a state one step on; its array is exchanged for another.</summary>
    public void Step(ref double[] state, double step)
    {
        scheme.Euler(state, step, state, 0, _first);
        scheme.Euler(_first, step, state, 0.75, _second);
        scheme.Euler(_second, step, state, 1.0 / 3, _first);
        (state, _first) = (_first, state);
    }
}
