namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>Weighted sums of points: for every target its points and their weights.</summary>
internal sealed class SparseMap
{
    private readonly int[] _splits;
    private readonly int[] _points;
    private readonly double[] _weights;

    /// <summary>A map.</summary>
    /// <param name="rows">For each target its points and weights; none gives NaN.</param>
    public SparseMap((int[] Points, double[] Weights)[] rows)
    {
        _splits = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++) _splits[i + 1] = checked(_splits[i] + rows[i].Points.Length);
        (_points, _weights) = (new int[_splits[^1]], new double[_splits[^1]]);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].Points.CopyTo(_points, _splits[i]);
            rows[i].Weights.CopyTo(_weights, _splits[i]);
        }
    }

    /// <summary>Number of targets.</summary>
    public int Count => _splits.Length - 1;

    /// <summary>The values of one channel at all targets.</summary>
    /// <param name="values">The values at the points.</param>
    /// <param name="result">Gets those at the targets.</param>
    public void Apply(ReadOnlySpan<float> values, Span<float> result)
    {
        for (int target = 0; target < Count; target++)
        {
            double sum = _splits[target] == _splits[target + 1] ? double.NaN : 0;
            for (int i = _splits[target]; i < _splits[target + 1]; i++) sum += _weights[i] * values[_points[i]];
            result[target] = (float)sum;
        }
    }
}
