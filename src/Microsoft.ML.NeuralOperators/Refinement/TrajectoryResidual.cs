using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Refinement;

/// <summary>
/// The residual of frames, averaged over the time between each and the one before: (ω_m - ω_{m-1})/Δ less the mean of
/// the rate of change that the equation gives.
/// </summary>
internal sealed class TrajectoryResidual
{
    private readonly VortexEquation _equation;
    private readonly Complex[] _start;
    // Rates of change from the first frame that counts on; those of given frames stay.
    private readonly Complex[][] _rates;
    private readonly (int First, double[] Weights)[] _intervals;
    private readonly double _interval;
    private readonly int _given;

    /// <summary>The residual of frames that follow given ones.</summary>
    /// <param name="equation">The equation.</param>
    /// <param name="given">States of the given frames.</param>
    /// <param name="frames">How many follow.</param>
    /// <param name="interval">Time between two.</param>
    public TrajectoryResidual(VortexEquation equation, IReadOnlyList<Complex[]> given, int frames, double interval)
    {
        (_equation, _interval, _start) = (equation, interval, given[^1]);
        // The last given frame is number 0.
        _intervals = [.. Enumerable.Range(1, frames)
            .Select(end => TimeQuadrature.Weights(end, 1 - given.Count, frames))];
        int first = Math.Min(0, _intervals.Min(i => i.First));
        _given = 1 - first;
        _rates = [.. Enumerable.Range(0, _given + frames).Select(_ => new Complex[equation.Waves])];
        for (int i = 0; i < _given; i++) equation.Rate(given[given.Count - _given + i], _rates[i]);
    }

    /// <summary>Evaluates the residual.</summary>
    /// <param name="states">All frames, one after the other.</param>
    /// <param name="residual">Receives as many numbers.</param>
    public void Evaluate(ReadOnlySpan<Complex> states, Span<Complex> residual)
    {
        int waves = _equation.Waves;
        for (int m = 0; m < _intervals.Length; m++)
            _equation.Rate(states.Slice(m * waves, waves), _rates[_given + m]);
        for (int m = 0; m < _intervals.Length; m++)
        {
            ReadOnlySpan<Complex> before = m == 0 ? _start : states.Slice((m - 1) * waves, waves),
                now = states.Slice(m * waves, waves);
            Span<Complex> here = residual.Slice(m * waves, waves);
            for (int i = 0; i < waves; i++) here[i] = (now[i] - before[i]) / _interval;
            (int first, double[] weights) = _intervals[m];
            for (int j = 0; j < weights.Length; j++)
            {
                Complex[] rate = _rates[_given - 1 + first + j];
                for (int i = 0; i < waves; i++) here[i] -= weights[j] * rate[i];
            }
        }
    }
}
