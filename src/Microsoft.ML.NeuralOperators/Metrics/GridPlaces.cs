namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// What depends on where a point lies on a grid: difference quotients, and whether it is at the boundary.
/// </summary>
internal sealed class GridPlaces
{
    private readonly IReadOnlyList<int> _grid;
    private readonly bool[] _isBoundary;

    public GridPlaces(IReadOnlyList<int> grid)
    {
        _grid = grid;
        _isBoundary = new bool[grid.Aggregate(1, (product, size) => product * size)];
        int stride = 1;
        for (int axis = grid.Count - 1; axis >= 0; axis--)
        {
            // An axis of one point has no ends: every point of the field would be its boundary.
            int size = grid[axis];
            for (int i = 0; size > 1 && i < _isBoundary.Length; i++)
                _isBoundary[i] |= i / stride % size == 0 || i / stride % size == size - 1;
            stride *= size;
        }
    }

    /// <summary>Whether a point is one of the outermost. A corner is one point, not one of each of its edges.</summary>
    public bool IsBoundary(int point) => _isBoundary[point];

    /// <summary>
    /// Σ of the squared second-order difference quotients of one channel, the spacing 1/n along an axis of n points:
    /// central where both neighbours count, otherwise one-sided, and none where a side lacks two points.
    /// </summary>
    /// <param name="x">The channel.</param>
    /// <param name="valid">Which points count; empty for all.</param>
    public double SlopeSquares(ReadOnlySpan<double> x, ReadOnlySpan<bool> valid)
    {
        double sum = 0;
        int stride = 1;
        for (int axis = _grid.Count - 1; axis >= 0; axis--)
        {
            int size = _grid[axis];
            double scale = size / 2.0;
            for (int i = 0; size >= 3 && i < x.Length; i++)
            {
                int at = i / stride % size;
                if (!valid.IsEmpty && !valid[i]) continue;
                bool before = at > 0 && Has(valid, i - stride), after = at < size - 1 && Has(valid, i + stride);
                double slope = before && after ? x[i + stride] - x[i - stride]
                    : after && at < size - 2 && Has(valid, i + 2 * stride)
                        ? 4 * x[i + stride] - 3 * x[i] - x[i + 2 * stride]
                    : before && at > 1 && Has(valid, i - 2 * stride)
                        ? 3 * x[i] - 4 * x[i - stride] + x[i - 2 * stride] : 0;
                sum += slope * scale * (slope * scale);
            }
            stride *= size;
        }
        return sum;
    }

    private static bool Has(ReadOnlySpan<bool> valid, int point) => valid.IsEmpty || valid[point];
}
