using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// The discrete Fourier transform of any length, Σ_j x_j exp(-2πijk/n), by the factors of the length (Cooley and Tukey
/// 1965). Lengths with a large prime factor, such as 421, go through a convolution of a power of two (Bluestein 1970).
/// </summary>
internal sealed class FourierTransform
{
    private const int LargestPrime = 16;
    private readonly int _length;
    private readonly ChirpTransform? _chirp;
    private readonly Complex[] _roots, _result, _line, _part;

    public FourierTransform(int length)
    {
        _length = length;
        if (LargestFactor(length) > LargestPrime) _chirp = new ChirpTransform(length);
        _roots = [.. Enumerable.Range(0, length)
            .Select(j => Complex.FromPolarCoordinates(1, -2 * Math.PI * j / length))];
        (_result, _line, _part) = (new Complex[length], new Complex[length], new Complex[length]);
    }

    /// <summary>Transforms the numbers at <paramref name="start"/>, one every <paramref name="stride"/>.</summary>
    public void Transform(Span<Complex> x, int start, int stride)
    {
        for (int i = 0; i < _length; i++) _line[i] = x[start + i * stride];
        if (_chirp is null) Transform(_line, 1, _result);
        else _chirp.Transform(_line, _result);
        for (int i = 0; i < _length; i++) x[start + i * stride] = _result[i];
    }

    // Every p-th number makes a shorter transform, for the smallest factor p.
    private void Transform(ReadOnlySpan<Complex> x, int stride, Span<Complex> y)
    {
        int n = y.Length;
        if (n == 1)
        {
            y[0] = x[0];
            return;
        }
        int p = SmallestFactor(n), m = n / p, turn = _length / n;
        for (int r = 0; r < p; r++) Transform(x[(r * stride)..], stride * p, y.Slice(r * m, m));
        if (p == 2)
        {
            for (int k = 0; k < m; k++)
            {
                Complex odd = y[m + k] * _roots[k * turn];
                (y[k], y[m + k]) = (y[k] + odd, y[k] - odd);
            }
            return;
        }
        for (int k = 0; k < m; k++)
        {
            for (int r = 0; r < p; r++) _part[r] = y[r * m + k] * _roots[(long)r * k * turn % _length];
            for (int q = 0; q < p; q++)
            {
                Complex sum = _part[0];
                for (int r = 1; r < p; r++) sum += _part[r] * _roots[(long)r * q * m * turn % _length];
                y[q * m + k] = sum;
            }
        }
    }

    private static int LargestFactor(int n)
    {
        int largest = 1;
        for (; n > 1; n /= largest) largest = SmallestFactor(n);
        return largest;
    }

    private static int SmallestFactor(int n)
    {
        for (int p = 2; p * p <= n; p++)
            if (n % p == 0) return p;
        return n;
    }
}
