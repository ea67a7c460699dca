using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Refinement;

/// <summary>
/// ω_t + v·∇ω = νΔω + f on the waves that products of two fields get right, those below two thirds. States are the
/// coefficients of these waves, frame after frame.
/// </summary>
internal sealed class VortexEquation
{
    private readonly PeriodicPlane _plane;
    private readonly int[] _kept;
    // By kept wave: ∂ factors, νk², and the squared weight of the norm.
    private readonly double[] _p, _q, _damping, _weights;
    private readonly Complex[] _forcing, _work;
    private readonly double _interval, _order;

    public VortexEquation(PeriodicPlane plane, VorticityRefinementOptions options)
    {
        (_plane, _interval, _order) = (plane, options.Interval, options.Order);
        double unit = 2 * Math.PI / options.Period;
        _kept = [.. Enumerable.Range(0, plane.Points).Where(IsKept)];
        _p = [.. _kept.Select(i => unit * plane.Waves(i).P)];
        _q = [.. _kept.Select(i => unit * plane.Waves(i).Q)];
        double[] squares = [.. _p.Zip(_q, (p, q) => p * p + q * q)];
        _damping = [.. squares.Select(s => options.Viscosity * s)];
        _weights = [.. squares.Select(s => Math.Pow(1 + s, _order))];
        _work = new Complex[plane.Points];
        _forcing = new Complex[_kept.Length];
        if (options.Forcing is not { } forcing) return;
        for (int i = 0; i < forcing.Count; i++) _work[i] = forcing[i];
        plane.ToSpectrum(_work);
        Gather(_work, _forcing);
    }

    /// <summary>Waves of a state.</summary>
    public int Waves => _kept.Length;

    /// <summary>Picks the kept waves of a spectrum.</summary>
    public void Gather(Complex[] spectrum, Span<Complex> state)
    {
        for (int i = 0; i < _kept.Length; i++) state[i] = spectrum[_kept[i]];
    }

    /// <summary>Puts the kept waves into a spectrum and leaves the others.</summary>
    public void Scatter(ReadOnlySpan<Complex> state, Complex[] spectrum)
    {
        for (int i = 0; i < _kept.Length; i++) spectrum[_kept[i]] = state[i];
    }

    /// <summary>∂ω/∂t of a state.</summary>
    public void Rate(ReadOnlySpan<Complex> state, Span<Complex> rate)
    {
        Array.Clear(_work);
        // û = iqω̂/k² and v̂ = -ipω̂/k², together as u + iv.
        for (int i = 0; i < _kept.Length; i++)
        {
            double squares = _p[i] * _p[i] + _q[i] * _q[i];
            if (squares > 0) _work[_kept[i]] = new Complex(_p[i], _q[i]) * state[i] / squares;
        }
        _plane.ToField(_work);
        // u² - v² + 2iuv, whose curl of the divergence is all of the transport (Basdevant 1983).
        for (int i = 0; i < _work.Length; i++) _work[i] *= _work[i];
        _plane.ToSpectrum(_work);
        for (int i = 0; i < _kept.Length; i++)
        {
            Complex own = _work[_kept[i]], other = Complex.Conjugate(_work[_plane.Opposite(_kept[i])]);
            Complex difference = (own + other) / 2, product = (own - other) / new Complex(0, 4);
            rate[i] = product * (_p[i] * _p[i] - _q[i] * _q[i]) - difference * (_p[i] * _q[i]) + _forcing[i]
                - _damping[i] * state[i];
        }
    }

    /// <summary>
    /// The correction of a frame whose own change and damping meet its residual: transport is left to others.
    /// </summary>
    /// <param name="residual">Becomes the correction.</param>
    public void Relax(Span<Complex> residual)
    {
        for (int i = 0; i < residual.Length; i++) residual[i] *= _interval / (1 + _damping[i] * _interval / 2);
    }

    /// <summary>Σ over the waves of a frame of (1 + |k|²)^s Re(a·conj b), times the interval.</summary>
    public double Product(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += _weights[i] * (a[i].Real * b[i].Real + a[i].Imaginary * b[i].Imaginary);
        return sum * _interval;
    }

    /// <summary>How much of a wave that transport does not reach is left after some frames.</summary>
    public double Decay(int place, int frames, VorticityRefinementOptions options)
    {
        (int p, int q) = _plane.Waves(place);
        double unit = 2 * Math.PI / options.Period;
        return Math.Exp(-options.Viscosity * unit * unit * ((double)p * p + (double)q * q) * frames * _interval);
    }

    private bool IsKept(int i)
    {
        (int p, int q) = _plane.Waves(i);
        return 3 * Math.Abs(p) < _plane.Rows && 3 * Math.Abs(q) < _plane.Columns;
    }
}
