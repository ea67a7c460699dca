using System.Numerics;
using Microsoft.ML.NeuralOperators.Metrics;

namespace Microsoft.ML.NeuralOperators.Refinement;

/// <summary>
/// Fourier series of fields on a periodic plane, by rows and columns of any length. It has memory of its own and serves
/// one thread at a time.
/// </summary>
internal sealed class PeriodicPlane(int rows, int columns)
{
    private readonly FourierTransform _alongRow = new(columns), _alongColumn = new(rows);

    public int Rows => rows;

    public int Columns => columns;

    public int Points => rows * columns;

    /// <summary>Values at the points become coefficients of e^{i(px + qy)}.</summary>
    public void ToSpectrum(Complex[] field)
    {
        Transform(field);
        for (int i = 0; i < field.Length; i++) field[i] /= field.Length;
    }

    /// <summary>Coefficients become values at the points.</summary>
    public void ToField(Complex[] spectrum)
    {
        // The way back is the way there between conjugates.
        for (int i = 0; i < spectrum.Length; i++) spectrum[i] = Complex.Conjugate(spectrum[i]);
        Transform(spectrum);
        for (int i = 0; i < spectrum.Length; i++) spectrum[i] = Complex.Conjugate(spectrum[i]);
    }

    /// <summary>The place of the wave of the opposite sign.</summary>
    public int Opposite(int i)
        => (rows - i / columns) % rows * columns + (columns - i % columns) % columns;

    /// <summary>Whole waves over the domain along the two axes, the shortest negative.</summary>
    public (int P, int Q) Waves(int i) => (Signed(i / columns, rows), Signed(i % columns, columns));

    private static int Signed(int k, int n) => 2 * k < n ? k : k - n;

    private void Transform(Complex[] x)
    {
        for (int row = 0; row < rows; row++) _alongRow.Transform(x, row * columns, 1);
        for (int column = 0; column < columns; column++) _alongColumn.Transform(x, column, columns);
    }
}
