namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>The errors of some of a field's channels over all samples.</summary>
/// <param name="channels">Which channels.</param>
internal sealed class ErrorSums(int[] channels)
{
    private readonly List<int> _zeroTruths = [];
    private RelativeMean _l1, _l2, _h1, _normalized, _scaled;
    private double _squares, _maximum, _root, _boundary;
    private Variation _truth;
    private int _rows, _pairs, _boundaryPairs;

    /// <summary>The channels.</summary>
    public IReadOnlyList<int> Channels => channels;

    /// <summary>Adds a sample.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="measured">All channels of the field.</param>
    /// <returns>What the sample adds; null where none of its points count.</returns>
    public RowSums? Add(int row, ReadOnlySpan<ChannelSums> measured)
    {
        var all = new ChannelSums();
        RelativeMean normalized = default, scaled = default;
        foreach (int channel in channels)
        {
            ref readonly ChannelSums one = ref measured[channel];
            if (one.Points == 0) continue;
            all.Join(one);
            normalized.Add(one.SquaredErrors, one.SquaredTruths);
            scaled.Add(one.SquaredErrors, one.Truth.IsConstant ? 0 : one.Truth.Squares);
            _root += Math.Sqrt(one.SquaredErrors / one.Points);
            _pairs++;
            if (one.BoundaryPoints == 0) continue;
            _boundary += Math.Sqrt(one.BoundaryErrors / one.BoundaryPoints);
            _boundaryPairs++;
        }
        if (all.Points == 0) return null;
        var sums = new RowSums
        {
            Errors = new RowErrors(row, _l1.Add(all.AbsoluteErrors, all.AbsoluteTruths, isRooted: false),
                _l2.Add(all.SquaredErrors, all.SquaredTruths),
                _h1.Add(all.SquaredErrors + all.ErrorSlopes, all.SquaredTruths + all.TruthSlopes), all.Maximum,
                Math.Sqrt(all.SquaredErrors / all.Points)),
            HasScale = all.SquaredTruths != 0 || double.IsNaN(all.SquaredErrors),
            Squares = all.SquaredErrors,
            Truth = all.Truth,
            Normalized = normalized,
            Scaled = scaled,
        };
        if (!sums.HasScale) _zeroTruths.Add(row);
        _normalized.Add(normalized);
        _scaled.Add(scaled);
        _squares += all.SquaredErrors;
        _maximum = ChannelSums.Larger(_maximum, all.Maximum);
        _truth.Join(all.Truth);
        _rows++;
        return sums;
    }

    /// <summary>The metrics of these channels.</summary>
    /// <param name="totals">What all channels of the field sum over samples.</param>
    public FieldMetrics ToMetrics(IReadOnlyList<ChannelTotals> totals)
    {
        FourierErrors[] bands = [.. channels.Select(c => totals[c].Fourier)];
        return new(_rows, _l2.Value, _h1.Value, _maximum, Math.Sqrt(_squares / _truth.Count), _truth.RSquared(_squares))
        {
            RelativeL1 = _l1.Value,
            MeanRmse = _root / _pairs,
            NormalizedRmse = _normalized.Value,
            VarianceScaledRmse = _scaled.Value,
            BoundaryRmse = _boundary / _boundaryPairs,
            ConservedRmse = Mean(channels.Select(c => totals[c].Conserved)),
            FourierRmse = new(Mean(bands.Select(b => b.Low)), Mean(bands.Select(b => b.Middle)),
                Mean(bands.Select(b => b.High))),
            ZeroTruthRows = new ValueList<int>([.. _zeroTruths]),
        };
    }

    // A channel that no point of counts in any row, has no error.
    private static double Mean(IEnumerable<double?> values)
        => values.OfType<double>().DefaultIfEmpty(double.NaN).Average();

    private static double Mean(IEnumerable<double> values) => values.Average();
}
