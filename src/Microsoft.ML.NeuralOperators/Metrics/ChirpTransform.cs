using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// The Fourier transform of any length as a convolution with a chirp, since jk = (j² + k² - (k - j)²)/2 (Bluestein
/// 1970).
/// </summary>
internal sealed class ChirpTransform
{
    private readonly FourierTransform _inner;
    private readonly Complex[] _chirp, _kernel, _work;

    public ChirpTransform(int length)
    {
        int room = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * length - 1));
        _inner = new FourierTransform(room);
        _work = new Complex[room];
        // The square modulo 2n, or the angle would lose its digits.
        _chirp = [.. Enumerable.Range(0, length)
            .Select(j => Complex.FromPolarCoordinates(1, -Math.PI * ((long)j * j % (2 * length)) / length))];
        _kernel = new Complex[room];
        for (int j = 0; j < length; j++)
            _kernel[j] = _kernel[(room - j) % room] = Complex.Conjugate(_chirp[j]) / room;
        _inner.Transform(_kernel, 0, 1);
    }

    /// <summary>Transforms x into y.</summary>
    public void Transform(ReadOnlySpan<Complex> x, Span<Complex> y)
    {
        Array.Clear(_work);
        for (int j = 0; j < x.Length; j++) _work[j] = x[j] * _chirp[j];
        _inner.Transform(_work, 0, 1);
        // The way back is the way there between conjugates.
        for (int j = 0; j < _work.Length; j++) _work[j] = Complex.Conjugate(_work[j] * _kernel[j]);
        _inner.Transform(_work, 0, 1);
        for (int k = 0; k < y.Length; k++) y[k] = Complex.Conjugate(_work[k]) * _chirp[k];
    }
}
