using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>-Δu = f on the unit square, u = 0 at the boundary, whose points are the outermost of the grid; solved exactly by sine transforms.</summary>
public static class PoissonEquation
{
    /// <summary>Random sources with their solutions.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="size">Points along each axis, the boundary included.</param>
    /// <param name="seed">Sample i has the seed (seed, i).</param>
    /// <param name="source">The sources; N(0, (-Δ + 9)^{-2}), scaled by 100, when null.</param>
    /// <returns>The fields "f" and "u" with one channel.</returns>
    public static (FieldSamples F, FieldSamples U) Generate(int count, int size, int seed, GaussianRandomField? source = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 3);
        source ??= new GaussianRandomField(2, 3, 16);
        int inner = size - 2, points = size * size;
        var sines = new double[inner * inner];
        for (int k = 0; k < inner; k++)
            for (int j = 0; j < inner; j++) sines[k * inner + j] = Math.Sqrt(2.0 / (inner + 1)) * Math.Sin(Math.PI * (k + 1) * (j + 1) / (inner + 1));
        double[] eigenvalues = [.. Enumerable.Range(1, inner).Select(k => Math.Pow(2 * (inner + 1) * Math.Sin(Math.PI * k / (2.0 * (inner + 1))), 2))];
        float[] f = new float[count * points], u = new float[count * points];
        Parallel.For(0, count, sample =>
        {
            double[] field = Array.ConvertAll(source.Sample(unchecked(seed * 1_000_003 + sample), size, size), v => 100 * v);
            for (int i = 0; i < points; i++) f[sample * points + i] = (float)field[i];
            var right = new double[inner * inner];
            for (int i = 0; i < inner; i++)
                for (int j = 0; j < inner; j++) right[i * inner + j] = field[(i + 1) * size + j + 1];
            double[] spectrum = Both(right);
            for (int i = 0; i < spectrum.Length; i++) spectrum[i] /= eigenvalues[i / inner] + eigenvalues[i % inner];
            double[] solution = Both(spectrum);
            for (int i = 0; i < inner; i++)
                for (int j = 0; j < inner; j++) u[sample * points + (i + 1) * size + j + 1] = (float)solution[i * inner + j];
        });
        return (new FieldSamples("f", 1, [size, size], f), new FieldSamples("u", 1, [size, size], u));

        // The sine matrix is symmetric and its own inverse.
        double[] Both(double[] x) => DenseMatrix.Multiply(DenseMatrix.Multiply(sines, x, inner, inner, inner), sines, inner, inner, inner);
    }
}
