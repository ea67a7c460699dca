using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// Sums of sines √(2/(n+1)) sin(πkj/(n+1)), k, j = 1 … n, on squares. Odd waves are even about the middle, and even
/// ones odd, so that a quarter of the points gives the rest by signs: half the work of whole matrices.
/// </summary>
internal sealed class SineTransform
{
    private readonly int _inner, _half;
    private readonly double[] _odd, _even;

    /// <summary>A transform.</summary>
    /// <param name="inner">n, the points between the boundaries.</param>
    public SineTransform(int inner)
    {
        (_inner, _half) = (inner, (inner + 1) / 2);
        _odd = Table(1);
        _even = Table(2);
    }

    /// <summary>The matrix, which is symmetric and its own inverse; row-major.</summary>
    public static double[] Matrix(int inner)
    {
        var table = new double[inner * inner];
        for (int i = 0; i < table.Length; i++) table[i] = Value(i / inner + 1, i % inner + 1, inner);
        return table;
    }

    /// <summary>The functions of some spectra, with the zeros at the boundary.</summary>
    /// <param name="spectra">[samples, n, n].</param>
    /// <returns>[samples, n + 2, n + 2].</returns>
    public torch.Tensor Functions(torch.Tensor spectra)
    {
        int count = (int)spectra.shape[0], side = _inner + 2;
        torch.Tensor odd = _odd.ToTensor(null, _half, _half),
            even = _even.ToTensor(null, _half, _inner - _half);
        torch.Tensor functions = torch.zeros([count, side, side], torch.float64);
        Span<double> values = Numbers(functions);
        using (DisposeScope scope = torch.NewDisposeScope())
        {
            ReadOnlySpan<double> a = Quarter(0, 0), b = Quarter(0, 1), c = Quarter(1, 0), d = Quarter(1, 1);
            for (int sample = 0; sample < count; sample++)
                for (int row = 0; row < _half; row++)
                {
                    int from = (sample * _half + row) * _half;
                    Span<double> whole = values.Slice(sample * side * side, side * side);
                    Unfold(whole.Slice((row + 1) * side, side), whole.Slice((_inner - row) * side, side),
                        a.Slice(from, _half), b.Slice(from, _half), c.Slice(from, _half), d.Slice(from, _half));
                }
        }
        return functions;

        // The part of odd or even waves along each axis, at the first half of the points.
        ReadOnlySpan<double> Quarter(int rows, int columns)
        {
            torch.Tensor part = spectra.slice(1, rows, _inner, 2).slice(2, columns, _inner, 2);
            return Numbers(MatrixProducts.TwoSided(rows == 0 ? odd : even, part,
                (columns == 0 ? odd : even).t()));
        }

        static Span<double> Numbers(torch.Tensor tensor) => MemoryMarshal.Cast<byte, double>(tensor.bytes);
    }

    // A row and its mirror image. In the middle both are the same, and the odd parts zero.
    private void Unfold(Span<double> row, Span<double> mirrored, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        for (int j = 0; j < a.Length; j++)
        {
            double evenRows = a[j] + c[j], oddRows = b[j] + d[j], mirroredEven = a[j] - c[j],
                mirroredOdd = b[j] - d[j];
            (mirrored[j + 1], mirrored[_inner - j]) = (mirroredEven + mirroredOdd, mirroredEven - mirroredOdd);
            (row[j + 1], row[_inner - j]) = (evenRows + oddRows, evenRows - oddRows);
        }
    }

    // Every second wave from a first one at the first half of the points, [points, waves].
    private double[] Table(int first)
    {
        int waves = (_inner - first) / 2 + 1;
        var table = new double[_half * waves];
        for (int i = 0; i < table.Length; i++)
            table[i] = Value(i / waves + 1, first + 2 * (i % waves), _inner);
        return table;
    }

    private static double Value(int point, int wave, int inner)
        => Math.Sqrt(2.0 / (inner + 1)) * Math.Sin(Math.PI * (point * (long)wave % (2 * (inner + 1))) / (inner + 1));
}
