using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// u_t = Lu + M(u²) on lines of a period of their own, in a time of their own: pseudo-spectral with the upper third of
/// the waves cut off.
/// </summary>
internal sealed class QuadraticLines : IEvolution
{
    private readonly ExponentialStepper _stepper;
    private readonly torch.Tensor _flux;
    private readonly int _points, _kept;
    private torch.Tensor _spectrum;

    /// <summary>Lines at time 0.</summary>
    /// <param name="initial">The states [samples, points], row-major.</param>
    /// <param name="lines">Period, and time for one unit of the solver's time, of every line.</param>
    /// <param name="linear">L of a wave e^{iqx} by q.</param>
    /// <param name="refinement">Points of the solver for one that is kept.</param>
    /// <param name="quadratic">M of a wave by q; that of -u u_x when null, -iq/2.</param>
    public QuadraticLines(double[] initial, IReadOnlyList<(double Period, double Time)> lines,
        Func<double, Complex> linear, int refinement = 1, Func<double, Complex>? quadratic = null)
    {
        int points = initial.Length / lines.Count, waves = points / 2 + 1;
        (_points, _kept) = (points, refinement);
        var symbols = new Complex[lines.Count * waves];
        var flux = new double[2 * symbols.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            int k = i % waves;
            (double period, double time) = lines[i / waves];
            double q = 2 * Math.PI * k / period;
            symbols[i] = time * linear(q);
            Complex square = Spectra.IsKept(k, points) ? time * (quadratic?.Invoke(q) ?? new Complex(0, -q / 2)) : 0;
            (flux[2 * i], flux[2 * i + 1]) = (square.Real, square.Imaginary);
        }
        long[] shape = [lines.Count, waves];
        _flux = torch.view_as_complex(flux.ToTensor(null, [.. shape, 2]));
        _stepper = new ExponentialStepper(symbols, shape, Rate);
        _spectrum = torch.fft.rfft(initial.ToTensor(null, lines.Count, points));
    }

    public void Step(double time)
    {
        torch.Tensor next = _stepper.Step(_spectrum, time);
        _spectrum.Dispose();
        _spectrum = next;
    }

    public torch.Tensor Values() => torch.fft.irfft(_spectrum, _points).unsqueeze(1).Thinned(_kept);

    private torch.Tensor Rate(torch.Tensor spectrum)
    {
        torch.Tensor u = torch.fft.irfft(spectrum, _points);
        return torch.fft.rfft(u.mul_(u)).mul_(_flux);
    }
}
