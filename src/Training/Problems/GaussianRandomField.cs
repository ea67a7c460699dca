namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Random functions of mean zero on the unit square from N(0, τ^{2(α-1)}(-Δ + τ²)^{-α}) with Neumann boundary: cosine
/// series with independent normal coefficients. A seed gives one function, which can be sampled at any grid.
/// </summary>
/// <remarks>The factor τ^{2(α-1)} is that of the programs of Li et al. 2021; their text leaves it out.</remarks>
/// <param name="alpha">Smoothness: the larger, the smoother.</param>
/// <param name="tau">Inverse length scale.</param>
/// <param name="modes">
/// Cosines kept along each axis. Beyond 64, more of them add detail to a seed's function and leave the rest as it is.
/// </param>
public sealed class GaussianRandomField(double alpha = 2, double tau = 3, int modes = 64)
{
    private const int InRows = 64;

    // Standard deviations of the coefficients.
    private readonly double[] _deviations = [.. Enumerable.Range(0, modes * modes)
        .Select(i => StandardDeviation(i / modes, i % modes, alpha, tau))];

    // Coefficients in the order in which they are drawn: those of the first 64 cosines row by row, then shell by shell,
    // so that more modes leave them as they are.
    private readonly int[] _order = [.. Enumerable.Range(0, modes * modes)
        .OrderBy(i => Math.Max(InRows - 1, Math.Max(i / modes, i % modes)))];

    private CosineTable? _cosines;

    /// <summary>The function of a seed at the centres of a grid's cells, [rows, columns] row-major.</summary>
    public double[] Sample(int seed, int rows, int columns)
    {
        using torch.Tensor values = Sample([seed], rows, columns);
        return values.data<double>().ToArray();
    }

    /// <summary>The functions of several seeds on a grid.</summary>
    /// <param name="seeds">One a function.</param>
    /// <param name="rows">Points along the first axis.</param>
    /// <param name="columns">Points along the second axis.</param>
    /// <param name="device">Where the values are computed; the CPU when null.</param>
    /// <param name="points">Where the points are: by default at the centres of cells.</param>
    /// <returns>The values [seeds, rows, columns] in double precision; the caller disposes them.</returns>
    public torch.Tensor Sample(ReadOnlySpan<int> seeds, int rows, int columns, torch.Device? device = null,
        PointPlacement points = PointPlacement.CellCentres)
    {
        using torch.Tensor coefficients = Coefficients(seeds, device);
        return Sample(coefficients, rows, columns, points);
    }

    /// <summary>Functions by their coefficients, which are the same for every grid.</summary>
    internal torch.Tensor Sample(torch.Tensor coefficients, int rows, int columns,
        PointPlacement points = PointPlacement.CellCentres)
    {
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = Cosines(rows, points, coefficients.device),
            right = Cosines(columns, points, coefficients.device);
        return MatrixProducts.TwoSided(left, coefficients, right.t()).MoveToOuterDisposeScope();
    }

    /// <summary>The cosines at the points of an axis, [size, modes].</summary>
    internal torch.Tensor Cosines(int size, PointPlacement points, torch.Device? device = null)
    {
        // One table is enough: generators ask for the same again and again.
        if (_cosines is not { } kept || kept.Size != size || kept.Points != points)
        {
            var table = new double[size * modes];
            for (int i = 0; i < table.Length; i++)
                table[i] = Math.Cos(Math.PI * (i % modes) * points.Place(i / modes, size));
            _cosines = kept = new CosineTable(size, points, table);
        }
        return kept.Values.ToTensor(device, size, modes);
    }

    /// <summary>The coefficients of several seeds, [seeds, modes, modes].</summary>
    internal torch.Tensor Coefficients(ReadOnlySpan<int> seeds, torch.Device? device = null)
        => SeededNormals.Coefficients(seeds, _deviations, _order).ToTensor(device, seeds.Length, modes, modes);

    private sealed record CosineTable(int Size, PointPlacement Points, double[] Values);

    private static double StandardDeviation(int k, int l, double alpha, double tau)
    {
        if (k == 0 && l == 0) return 0;
        double norm = k == 0 || l == 0 ? Math.Sqrt(2) : 2, scale = norm * Math.Pow(tau, alpha - 1);
        return scale * Math.Pow(Math.PI * Math.PI * (k * k + l * l) + tau * tau, -alpha / 2);
    }
}
