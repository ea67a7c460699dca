namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// -Δu = f on the unit square, u = 0 at the boundary, whose points are the outermost of the grid: five-point
/// differences, solved exactly by sine transforms.
/// </summary>
public static class PoissonEquation
{
    /// <summary>Random sources with their solutions.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="size">Points along each axis, the boundary included.</param>
    /// <param name="seed">
    /// Sample i has the seed (seed, i): one source for every size, taken at the grid's points.
    /// </param>
    /// <param name="source">
    /// The sources, scaled by 100; when null N(0, 9(-Δ + 9)^{-2}) with the first 16 cosines along each axis.
    /// </param>
    /// <returns>The fields "f" and "u" with one channel.</returns>
    public static (FieldSamples F, FieldSamples U) Generate(int count, int size, int seed,
        GaussianRandomField? source = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 3);
        source ??= new GaussianRandomField(2, 3, 16);
        int inner = size - 2, points = size * size;
        double[] sines = [.. from k in Enumerable.Range(1, inner) from j in Enumerable.Range(1, inner)
                             select Math.Sqrt(2.0 / (inner + 1)) * Math.Sin(Math.PI * k * j / (inner + 1))];
        double[] eigenvalues = [.. Enumerable.Range(1, inner)
            .Select(k => Math.Pow(2 * (inner + 1) * Math.Sin(Math.PI * k / (2.0 * (inner + 1))), 2))];
        float[] f = new float[count * points], u = new float[count * points];
        SampleBatches.Run(count, points, seed, (seeds, target) =>
        {
            // The sine matrix is symmetric and its own inverse.
            torch.Tensor waves = sines.ToTensor(null, inner, inner);
            torch.Tensor squares = eigenvalues.ToTensor(null, inner);
            torch.Tensor field = source.Sample(seeds, size, size, points: PointPlacement.EndPoints).Scale(100);
            torch.Tensor right = field.narrow(1, 1, inner).narrow(2, 1, inner).contiguous();
            torch.Tensor spectrum = Products.TwoSided(waves, right, waves) / squares.unsqueeze(1).Plus(squares);
            target.Store(field, f);
            target.Store(torch.nn.functional.pad(Products.TwoSided(waves, spectrum, waves), [1, 1, 1, 1]), u);
        });
        return (new FieldSamples("f", 1, [size, size], f), new FieldSamples("u", 1, [size, size], u));
    }
}
