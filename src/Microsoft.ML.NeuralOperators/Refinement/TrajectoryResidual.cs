using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Refinement;

/// <summary>
/// Frames, and the residual of each, averaged over the time between it and the one before: (ω_m - ω_{m-1})/Δ less the
/// mean of the rate of change that the equation gives.
/// </summary>
internal sealed class TrajectoryResidual
{
    private readonly VortexEquation _equation;
    private readonly Complex[] _start;
    private readonly Complex[][] _states;
    // Rates of change from the first frame that counts on; those of given frames stay.
    private readonly Complex[][] _rates;
    private readonly (int First, double[] Weights)[] _intervals;
    private readonly double _interval;
    private readonly int _given;

    /// <summary>The residual of frames that follow given ones.</summary>
    /// <param name="equation">The equation.</param>
    /// <param name="given">States of the given frames.</param>
    /// <param name="frames">States of those that follow.</param>
    /// <param name="interval">Time between two.</param>
    public TrajectoryResidual(VortexEquation equation, IReadOnlyList<Complex[]> given, IReadOnlyList<Complex[]> frames,
        double interval)
    {
        (_equation, _interval, _start, _states) = (equation, interval, given[^1], [.. frames]);
        // The last given frame is number 0.
        _intervals = [.. Enumerable.Range(1, frames.Count)
            .Select(end => TimeQuadrature.Weights(end, 1 - given.Count, frames.Count))];
        int first = Math.Min(0, _intervals.Min(i => i.First));
        _given = 1 - first;
        _rates = [.. given.Skip(given.Count - _given).Concat(frames).Select(Rate)];
    }

    /// <summary>The frames; each is replaced as a whole.</summary>
    public IReadOnlyList<Complex[]> States => _states;

    /// <summary>The rate of change of a frame.</summary>
    public Complex[] RateOf(int frame) => _rates[_given + frame];

    /// <summary>Replaces a frame.</summary>
    /// <param name="frame">Its place, from 0.</param>
    /// <param name="state">The state, which is kept.</param>
    /// <param name="rate">Its rate of change where it is known.</param>
    public void Replace(int frame, Complex[] state, Complex[]? rate = null)
        => (_states[frame], _rates[_given + frame]) = (state, rate ?? Rate(state));

    /// <summary>The residual of a frame.</summary>
    public Complex[] Of(int frame)
    {
        Complex[] before = frame == 0 ? _start : _states[frame - 1], now = _states[frame];
        var residual = new Complex[now.Length];
        for (int i = 0; i < residual.Length; i++) residual[i] = (now[i] - before[i]) / _interval;
        (int first, double[] weights) = _intervals[frame];
        for (int j = 0; j < weights.Length; j++)
        {
            Complex[] rate = _rates[_given - 1 + first + j];
            for (int i = 0; i < residual.Length; i++) residual[i] -= weights[j] * rate[i];
        }
        return residual;
    }

    /// <summary>The norm of all frames' residuals.</summary>
    public double Norm() => Math.Sqrt(Enumerable.Range(0, _states.Length).Sum(m =>
    {
        Complex[] residual = Of(m);
        return _equation.Product(residual, residual);
    }));

    private Complex[] Rate(Complex[] state)
    {
        var rate = new Complex[state.Length];
        _equation.Rate(state, rate);
        return rate;
    }
}
