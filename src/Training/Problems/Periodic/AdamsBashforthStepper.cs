using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// û' = Lû + N(û) with a real diagonal L: Adams and Bashforth's second-order step for N, of which the first step has no
/// earlier value and is Euler's, and Crank and Nicolson's for L.
/// </summary>
/// <param name="linear">L of every wave, repeated over the spectra.</param>
/// <param name="rate">N: a complex spectrum, contiguous, for a complex spectrum.</param>
internal sealed class AdamsBashforthStepper(Complex[] linear, Func<torch.Tensor, torch.Tensor> rate) : IStepper
{
    // For the real and the imaginary part of every wave.
    private readonly double[] _before = new double[2 * linear.Length], _now = new double[2 * linear.Length];
    private double _step;
    private torch.Tensor? _earlier;

    /// <inheritdoc/>
    public torch.Tensor Step(torch.Tensor spectrum, double step)
    {
        if (step != _step) Prepare(step);
        torch.Tensor next = spectrum.clone(), now;
        using (DisposeScope scope = torch.NewDisposeScope())
            now = rate(spectrum).contiguous().MoveToOuterDisposeScope();
        Advance(Numbers(next), Numbers(now), Numbers(_earlier ?? now));
        _earlier?.Dispose();
        _earlier = now;
        return next;
    }

    private void Prepare(double step)
    {
        _step = step;
        for (int i = 0; i < _before.Length; i++)
        {
            double half = step / 2 * linear[i / 2].Real;
            (_before[i], _now[i]) = ((1 + half) / (1 - half), step / (1 - half));
        }
    }

    private void Advance(Span<double> values, ReadOnlySpan<double> now, ReadOnlySpan<double> earlier)
    {
        int width = Vector<double>.Count, wave = _before.Length;
        for (int start = 0; start < values.Length; start += wave)
        {
            Span<double> u = values.Slice(start, wave);
            ReadOnlySpan<double> n = now.Slice(start, wave), m = earlier.Slice(start, wave);
            int i = 0;
            for (; i <= wave - width; i += width)
                (new Vector<double>(u[i..]) * new Vector<double>(_before, i) + new Vector<double>(_now, i)
                    * (1.5 * new Vector<double>(n[i..]) - 0.5 * new Vector<double>(m[i..]))).CopyTo(u[i..]);
            for (; i < wave; i++) u[i] = u[i] * _before[i] + _now[i] * (1.5 * n[i] - 0.5 * m[i]);
        }
    }

    private static Span<double> Numbers(torch.Tensor complex) => MemoryMarshal.Cast<byte, double>(complex.bytes);
}
