namespace Spectral.Bench;

/// <summary>A periodic field on a square grid, and between its points by its Fourier series.</summary>
internal sealed class WaveField
{
    // The Fourier coefficients for the frequencies -n/2+1 … n/2-1 of both axes.
    private readonly double[,] _re, _im;

    /// <summary>Takes a field.</summary>
    /// <param name="values">Its values, row by row.</param>
    /// <param name="size">Points along each axis.</param>
    public WaveField(float[] values, int size)
    {
        int most = size / 2 - 1, count = 2 * most + 1;
        (_re, _im) = (new double[count, count], new double[count, count]);
        // Rows first, then columns.
        var re = new double[size, count];
        var im = new double[size, count];
        for (int y = 0; y < size; y++)
            for (int k = 0; k < count; k++)
                for (int x = 0; x < size; x++)
                {
                    (double sin, double cos) = Math.SinCos(-2 * Math.PI * (k - most) * x / size);
                    re[y, k] += values[y * size + x] * cos / size;
                    im[y, k] += values[y * size + x] * sin / size;
                }
        for (int l = 0; l < count; l++)
            for (int y = 0; y < size; y++)
            {
                (double sin, double cos) = Math.SinCos(-2 * Math.PI * (l - most) * y / size);
                for (int k = 0; k < count; k++)
                {
                    _re[l, k] += (re[y, k] * cos - im[y, k] * sin) / size;
                    _im[l, k] += (re[y, k] * sin + im[y, k] * cos) / size;
                }
            }
    }

    /// <summary>The field's series at points of the unit square.</summary>
    public float[] At((double Y, double X)[] points)
    {
        int count = _re.GetLength(0), most = count / 2;
        var result = new float[points.Length];
        Parallel.For(0, points.Length, i =>
        {
            double sum = 0;
            (double Sin, double Cos)[] waves = [.. Enumerable.Range(0, count)
                .Select(k => Math.SinCos(2 * Math.PI * (k - most) * points[i].X))];
            for (int l = 0; l < count; l++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * (l - most) * points[i].Y);
                double re = 0, im = 0;
                for (int k = 0; k < count; k++)
                {
                    re += _re[l, k] * waves[k].Cos - _im[l, k] * waves[k].Sin;
                    im += _re[l, k] * waves[k].Sin + _im[l, k] * waves[k].Cos;
                }
                sum += re * cos - im * sin;
            }
            result[i] = (float)sum;
        });
        return result;
    }
}
