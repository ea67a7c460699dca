namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>How a tuner weighs time: improvement is divided by the seconds it takes.</summary>
/// <param name="state">What is known; without a time budget, time does not count.</param>
/// <param name="space">Index of the space.</param>
internal sealed class TimeBudget(SweepState state, int space)
{
    private readonly CostModel? _cost = state.TimeLeft is null ? null
        : CostModel.Of(state.Spaces[space], space, state.Observations);

    /// <summary>The logarithm of what a trial takes; 0 where time does not count.</summary>
    public double LogSeconds(IReadOnlyList<double> place) => _cost is null ? 0 : Math.Log(_cost.Seconds(place));

    /// <summary>Whether a first result is there before the time is over.</summary>
    public bool Fits(IReadOnlyList<double> place)
        => _cost is null || _cost.Seconds(place) * state.FirstShare <= state.TimeLeft;

    /// <summary>The value of a place by the logarithm of its expected improvement.</summary>
    public double Worth(IReadOnlyList<double> place, double logImprovement)
        => logImprovement - LogSeconds(place) - (Fits(place) ? 0 : 1e6);
}
