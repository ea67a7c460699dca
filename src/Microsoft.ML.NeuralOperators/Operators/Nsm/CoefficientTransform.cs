using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Fields as coefficients along every axis, [channels, modes…], and back: for <see cref="Nsm"/>.</summary>
public static class CoefficientTransform
{
    /// <summary>The coefficients of fields at the nodes of their axes.</summary>
    /// <param name="fields">
    /// Values at i/n on Fourier axes, at Chebyshev's points <see cref="Nodes"/> on the others; on every axis no fewer
    /// than modes.
    /// </param>
    /// <param name="bases">The basis of every axis.</param>
    /// <param name="modes">Coefficients of every axis, lowest first.</param>
    /// <exception cref="ArgumentException">There are fewer points than modes, or other axes.</exception>
    public static FieldSamples ToCoefficients(FieldSamples fields, IReadOnlyList<CoefficientBasis> bases,
        IReadOnlyList<int> modes)
    {
        Require(fields, bases, modes);
        for (int axis = 0; axis < modes.Count; axis++)
            if (fields.Grid[axis] < modes[axis])
                throw new ArgumentException($"Field '{fields.Name}' has {fields.Grid[axis]} points along axis {axis}; "
                    + $"expected at least {modes[axis]}, as there are modes.", nameof(fields));
        return Apply(fields, modes, (axis, given)
            => CoefficientMatrices.ToCoefficients(bases[axis], modes[axis], given));
    }

    /// <summary>The values of fields of coefficients on a uniform grid.</summary>
    /// <param name="coefficients">[channels, modes…].</param>
    /// <param name="bases">The basis of every axis.</param>
    /// <param name="grid">Points of every axis: at i/n on Fourier axes, at i/(n - 1) on the others.</param>
    /// <exception cref="ArgumentException">There are other axes.</exception>
    public static FieldSamples ToGrid(FieldSamples coefficients, IReadOnlyList<CoefficientBasis> bases,
        IReadOnlyList<int> grid)
    {
        Require(coefficients, bases, grid);
        return Apply(coefficients, grid, (axis, given) => CoefficientMatrices.ToPlaces(bases[axis], given,
            [.. Enumerable.Range(0, grid[axis]).Select(i => (double)i
                / (bases[axis] == CoefficientBasis.Fourier ? grid[axis] : Math.Max(1, grid[axis] - 1)))]));
    }

    /// <summary>The places in [0, 1] from whose values coefficients follow.</summary>
    public static IReadOnlyList<double> Nodes(CoefficientBasis basis, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        return CoefficientMatrices.Nodes(basis, points);
    }

    private static void Require(FieldSamples fields, IReadOnlyList<CoefficientBasis> bases, IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentNullException.ThrowIfNull(sizes);
        if (bases.Count != fields.Grid.Count || sizes.Count != fields.Grid.Count)
            throw new ArgumentException($"Field '{fields.Name}' has {fields.Grid.Count} axes; got {bases.Count} bases "
                + $"and {sizes.Count} sizes.", nameof(fields));
    }

    // A matrix [new, old] along every axis.
    private static FieldSamples Apply(FieldSamples fields, IReadOnlyList<int> sizes, Func<int, int, double[]> matrices)
    {
        double[][] along = [.. fields.Grid.Select((given, axis) => matrices(axis, given))];
        int length = sizes.Aggregate(fields.Channels, (product, n) => checked(product * n));
        var values = new float[checked(fields.Count * length)];
        for (int sample = 0; sample < fields.Count; sample++)
        {
            double[] x = [.. fields[sample].ToArray().Select(v => (double)v)];
            int outer = fields.Channels;
            for (int axis = 0; axis < sizes.Count; axis++)
            {
                int old = fields.Grid[axis], inner = x.Length / (outer * old);
                x = Multiply(along[axis], sizes[axis], x, outer, old, inner);
                outer *= sizes[axis];
            }
            for (int i = 0; i < length; i++) values[sample * length + i] = (float)x[i];
        }
        return new FieldSamples(fields.Name, fields.Channels, sizes, values);
    }

    private static double[] Multiply(double[] matrix, int rows, double[] x, int outer, int old, int inner)
    {
        var y = new double[outer * rows * inner];
        for (int o = 0; o < outer; o++)
            for (int row = 0; row < rows; row++)
                for (int j = 0; j < old; j++)
                {
                    double factor = matrix[row * old + j];
                    ReadOnlySpan<double> from = x.AsSpan((o * old + j) * inner, inner);
                    Span<double> to = y.AsSpan((o * rows + row) * inner, inner);
                    for (int i = 0; i < inner; i++) to[i] += factor * from[i];
                }
        return y;
    }
}
