namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>Measures one sample after the other, channel by channel, in memory that it keeps.</summary>
internal sealed class SampleErrors
{
    private readonly GridPlaces? _places;
    private readonly IReadOnlyList<int> _grid;
    private readonly int _points;
    private readonly bool _isPointSet, _ignoresMissing;
    // Of the points, 1 in the mean; none where all count the same.
    private readonly double[] _weights = [];
    private double[] _errors = [], _truths = [];
    private bool[] _valid = [];

    /// <param name="channels">Channels of the field.</param>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="isPointSet">Whether the points have no order.</param>
    /// <param name="options">Whether missing values do not count, and points by their areas on a sphere.</param>
    public SampleErrors(int channels, IReadOnlyList<int> grid, bool isPointSet, EvaluationOptions options)
    {
        (_grid, _isPointSet, Channels) = (grid, isPointSet, new ChannelSums[channels]);
        _ignoresMissing = options.IgnoreMissing;
        _points = grid.Aggregate(1, (product, size) => product * size);
        // On a sphere there is no boundary, and neighbours are not 1/n apart.
        _places = isPointSet || options.Sphere is not null ? null : new GridPlaces(grid);
        if (options.Sphere is { } sphere)
            _weights = [.. SphericalQuadrature.Weights(sphere, grid[0])
                .SelectMany(w => Enumerable.Repeat(w * grid[0] / 2, grid[1]))];
    }

    /// <summary>What was measured of every channel.</summary>
    public ChannelSums[] Channels { get; }

    /// <summary>Where the truth holds NaN or an infinity; its count is 0 where it does not.</summary>
    public (int Index, float Value, int Count) Truth { get; private set; }

    /// <summary>The same of the prediction.</summary>
    public (int Index, float Value, int Count) Prediction { get; private set; }

    /// <summary>Whether points of the sample do not count.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>The error of a channel, zero where points do not count.</summary>
    public ReadOnlySpan<double> Error(int channel)
        => _errors.AsSpan(channel * (_errors.Length / Channels.Length), _errors.Length / Channels.Length);

    /// <summary>Measures a sample [channels, points].</summary>
    /// <param name="prediction">The predicted field.</param>
    /// <param name="target">The true field.</param>
    /// <param name="mask">
    /// 1 where a point counts and 0 elsewhere, [points] or [channels, points]; empty for all.
    /// </param>
    public void Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> mask)
    {
        int channels = Channels.Length, length = _isPointSet ? target.Length : channels * _points;
        if (length % channels != 0 || length == 0 || prediction.Length != length || target.Length != length)
            throw new ArgumentException($"Expected {length} numbers of [{channels}, {string.Join(", ", _grid)}], got "
                + $"{prediction.Length} and {target.Length}.");
        if (_errors.Length != length) (_errors, _truths) = (new double[length], new double[length]);
        ReadOnlySpan<bool> valid = Valid(target, mask);
        (Truth, Prediction) = (default, default);
        for (int i = 0; i < length; i++)
        {
            bool counts = valid.IsEmpty || valid[i];
            _truths[i] = counts ? target[i] : 0;
            _errors[i] = counts ? prediction[i] - _truths[i] : 0;
            if (!counts || float.IsFinite(target[i]) && float.IsFinite(prediction[i])) continue;
            if (!float.IsFinite(target[i])) Truth = Seen(Truth, i, target[i]);
            if (!float.IsFinite(prediction[i])) Prediction = Seen(Prediction, i, prediction[i]);
        }
        int points = length / channels;
        for (int c = 0; c < channels; c++)
            Channels[c] = Measure(_errors.AsSpan(c * points, points), _truths.AsSpan(c * points, points),
                valid.IsEmpty ? valid : valid.Slice(c * points, points));
    }

    private ChannelSums Measure(ReadOnlySpan<double> errors, ReadOnlySpan<double> truths, ReadOnlySpan<bool> valid)
    {
        var sums = new ChannelSums();
        for (int i = 0; i < errors.Length; i++)
        {
            if (!valid.IsEmpty && !valid[i]) continue;
            double error = errors[i], square = error * error, weight = _weights.Length == 0 ? 1 : _weights[i];
            sums.Points += weight;
            sums.Errors += weight * error;
            sums.AbsoluteErrors += weight * Math.Abs(error);
            sums.SquaredErrors += weight * square;
            sums.AbsoluteTruths += weight * Math.Abs(truths[i]);
            sums.SquaredTruths += weight * truths[i] * truths[i];
            sums.Maximum = ChannelSums.Larger(sums.Maximum, Math.Abs(error));
            if (_places is null || !_places.IsBoundary(i)) continue;
            sums.BoundaryErrors += square;
            sums.BoundaryPoints++;
        }
        if (sums.Points > 0) sums.Truth = Variation.Of(truths, valid, _weights);
        sums.ErrorSlopes = _places?.SlopeSquares(errors, valid) ?? double.NaN;
        sums.TruthSlopes = _places?.SlopeSquares(truths, valid) ?? double.NaN;
        return sums;
    }

    private ReadOnlySpan<bool> Valid(ReadOnlySpan<float> target, ReadOnlySpan<float> mask)
    {
        int length = target.Length, points = length / Channels.Length;
        if (!mask.IsEmpty && mask.Length != points && mask.Length != length)
            throw new ArgumentException($"A mask has {mask.Length} numbers; expected {points}, one for every point, or "
                + $"{length}, one for every point of every channel.");
        HasHoles = false;
        if (mask.IsEmpty && !_ignoresMissing) return [];
        if (_valid.Length != length) _valid = new bool[length];
        for (int i = 0; i < length; i++)
        {
            float counts = mask.IsEmpty ? 1 : mask[i % mask.Length];
            if (counts is not (0 or 1))
                throw new ArgumentException($"A mask holds {counts} at {i % mask.Length}; expected 1 where a point "
                    + "counts and 0 where it does not.");
            _valid[i] = counts == 1 && !(_ignoresMissing && float.IsNaN(target[i]));
            HasHoles |= !_valid[i];
        }
        return HasHoles ? _valid : [];
    }

    private static (int, float, int) Seen((int Index, float Value, int Count) before, int index, float value)
        => before.Count == 0 ? (index, value, 1) : (before.Index, before.Value, before.Count + 1);
}
