namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>Series of √2 sin(πkx) or √2 cos(πkx), k = 1 …, or of their products, with normal coefficients.</summary>
/// <param name="isSine">Sines; cosines otherwise.</param>
/// <param name="dimensions">1 or 2.</param>
/// <param name="modes">Waves along each axis.</param>
/// <param name="deviation">Standard deviation of the coefficient of a wave number of each axis; 0 for no axis.</param>
internal sealed class WaveSeries(bool isSine, int dimensions, int modes, Func<int, int, double> deviation)
{
    private readonly double[] _deviations = dimensions == 1
        ? [.. Enumerable.Range(1, modes).Select(k => deviation(k, 0))]
        : [.. from k in Enumerable.Range(1, modes) from l in Enumerable.Range(1, modes) select deviation(k, l)];

    // Shell by shell, so that more modes leave the first as they are.
    private readonly int[] _order = [.. Enumerable.Range(0, dimensions == 1 ? modes : modes * modes)
        .OrderBy(i => Math.Max(i / modes, i % modes))];

    /// <summary>The functions of several seeds, [seeds, grid…].</summary>
    public torch.Tensor Sample(ReadOnlySpan<int> seeds, IReadOnlyList<int> grid, PointPlacement points,
        torch.Device? device)
    {
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        int rows = dimensions == 1 ? 1 : modes;
        torch.Tensor coefficients = SeededNormals.Coefficients(seeds, _deviations, _order)
            .ToTensor(device, seeds.Length, rows, modes);
        torch.Tensor left = dimensions == 1 ? new[] { 1.0 }.ToTensor(device, 1, 1) : Waves(grid[0]);
        long[] shape = [seeds.Length, .. grid.Select(n => (long)n)];
        return MatrixProducts.TwoSided(left, coefficients, Waves(grid[^1]).t()).reshape(shape)
            .MoveToOuterDisposeScope();

        torch.Tensor Waves(int size)
        {
            var table = new double[size * modes];
            for (int i = 0; i < table.Length; i++)
            {
                // Half waves; whole ones end in zero exactly.
                double turns = (i % modes + 1) * points.Place(i / modes, size);
                double angle = Math.PI * Math.IEEERemainder(turns, 2);
                table[i] = Math.Sqrt(2) * (!isSine ? Math.Cos(angle)
                    : Math.Abs(angle) is 0 or Math.PI ? 0 : Math.Sin(angle));
            }
            return table.ToTensor(device, size, modes);
        }
    }
}
