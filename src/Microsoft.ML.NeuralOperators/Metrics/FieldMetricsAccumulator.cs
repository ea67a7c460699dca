using Microsoft.ML.NeuralOperators.Metrics;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Collects the errors of one sample after the other, in memory that their number does not change.</summary>
public sealed class FieldMetricsAccumulator
{
    private readonly EvaluationOptions _options;
    private readonly SampleErrors _sample;
    private readonly ErrorSpectrum? _spectrum;
    private readonly ChannelTotals[] _totals;
    private readonly ErrorSums _whole;
    private readonly ErrorSums[] _channels, _steps;
    private readonly WorstRows _worst;
    private readonly List<RowSums> _rows = [];
    private readonly List<RowErrors> _rowErrors = [];
    private readonly List<int> _empty = [];
    private readonly List<NonFiniteNumber> _nonFinite = [];
    private int _row;

    /// <summary>Nothing collected yet.</summary>
    /// <param name="channels">Channels of the field.</param>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="isPointSet">
    /// Whether the points have no order: samples may then have any number of them, and what needs a grid is NaN.
    /// </param>
    /// <param name="options">What to look at beside the errors themselves; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FieldMetricsAccumulator(int channels, IReadOnlyList<int> grid, bool isPointSet = false,
        EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        _options = options ?? new EvaluationOptions();
        int frame = _options.FrameChannels ?? channels;
        Rules.Require(_options, nameof(options), Faults(channels, frame, grid, isPointSet));
        _sample = new SampleErrors(channels, grid, isPointSet, _options);
        _spectrum = _options is { HasFourierBands: true, Sphere: null } && !isPointSet ? new ErrorSpectrum(grid) : null;
        _totals = [.. Enumerable.Range(0, channels).Select(_ => new ChannelTotals(_spectrum?.Shells ?? 0))];
        _whole = new ErrorSums([.. Enumerable.Range(0, channels)]);
        int frames = channels / frame;
        _channels = [.. Enumerable.Range(0, frame).Select(c
            => new ErrorSums([.. Enumerable.Range(0, frames).Select(step => step * frame + c)]))];
        _steps = [.. Enumerable.Range(0, _options.FrameChannels is null ? 0 : frames).Select(step
            => new ErrorSums([.. Enumerable.Range(step * frame, frame)]))];
        _worst = new WorstRows(_options.WorstRows);
    }

    /// <summary>What errors and lists call the truth and the prediction: the columns they come from.</summary>
    internal (string Truth, string Prediction) Names { get; init; } = ("truth", "prediction");

    /// <summary>Adds a sample [channels, grid…].</summary>
    /// <exception cref="ArgumentException">A span has another length than the field.</exception>
    public void Add(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target) => Add(prediction, target, []);

    /// <summary>Adds a sample [channels, grid…] of which some points count.</summary>
    /// <param name="prediction">The predicted field.</param>
    /// <param name="target">The true field. What it holds at points that do not count, NaN too, has no effect.</param>
    /// <param name="mask">
    /// 1 where a point counts and 0 where it does not: [grid…], or [channels, grid…]. Empty for all points.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length, or the mask another number.</exception>
    public void Add(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> mask)
        => AddRow(prediction, target, mask);

    /// <summary>The metrics so far.</summary>
    /// <exception cref="InvalidOperationException">No sample was added, or no point of them counts.</exception>
    public FieldMetrics ToMetrics()
    {
        if (_row == 0) throw new InvalidOperationException("There are no rows to evaluate.");
        if (_empty.Count == _row)
            throw new InvalidOperationException($"No point of the {_row} rows counts: all are masked or missing.");
        return _whole.ToMetrics(_totals) with
        {
            Channels = new ValueList<FieldMetrics>([.. _channels.Select(c => c.ToMetrics(_totals))]),
            Steps = new ValueList<FieldMetrics>([.. _steps.Select(s => s.ToMetrics(_totals))]),
            EmptyRows = new ValueList<int>([.. _empty]),
            NonFinite = new ValueList<NonFiniteNumber>([.. _nonFinite]),
            WorstRows = _worst.ToList(),
            Rows = _options.KeepRows ? new ValueList<RowErrors>([.. _rowErrors]) : null,
            Intervals = _options.BootstrapDraws > 0 ? Bootstrap.Intervals(_rows, _options) : null,
        };
    }

    /// <summary>As <see cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/>.</summary>
    /// <returns>The row's own errors; all NaN where none of its points count.</returns>
    internal RowErrors AddRow(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> mask)
    {
        _sample.Measure(prediction, target, mask);
        int row = _row++;
        foreach (ErrorSums sums in _channels.Concat(_steps)) sums.Add(row, _sample.Channels);
        for (int c = 0; c < _totals.Length; c++)
        {
            _totals[c].Add(_sample.Channels[c]);
            // A field with holes has no spectrum.
            if (_spectrum is not null && !_sample.HasHoles) _totals[c].Add(_spectrum, _sample.Error(c));
        }
        List(row, Names.Truth, _sample.Truth);
        List(row, Names.Prediction, _sample.Prediction);
        RowSums? added = _whole.Add(row, _sample.Channels);
        RowErrors errors = added?.Errors
            ?? new(row, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        if (_options.KeepRows) _rowErrors.Add(errors);
        if (added is not { } whole) _empty.Add(row);
        else
        {
            if (_options.BootstrapDraws > 0) _rows.Add(whole);
            if (whole.HasScale) _worst.Add(errors);
        }
        return errors;
    }

    private IEnumerable<string> Faults(int channels, int frame, IReadOnlyList<int> grid, bool isPointSet)
    {
        if (frame > 0 && channels % frame != 0)
            yield return $"FrameChannels is {frame}; expected a divisor of the field's {channels} channels";
        if (_options.Sphere is { } sphere && (isPointSet || grid.Count != 2 || grid[0] < 2))
            yield return $"Sphere is {sphere}, but the field is not on a grid of latitudes, at least 2, and "
                + "longitudes; expected null";
    }

    private void List(int row, string column, (int Index, float Value, int Count) seen)
    {
        if (seen.Count > 0) _nonFinite.Add(new(row, column, seen.Index, seen.Value, seen.Count));
    }
}
