using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Whether gradients are added during the backward pass or after it. A few steps are timed each way, and the first is
/// kept only if it was clearly faster: where ranks share a machine there is little to hide, and the threads that send
/// take time from those that calculate. The bits are the same, so the choice may differ from run to run.
/// </summary>
internal sealed class OverlapTrial(RankGroup group)
{
    private const int StepsEach = 4;
    // A few steps are easily disturbed, and sending threads cost most when nothing else runs.
    private const double ClearlyFaster = 0.95;
    private readonly double[] _best = [double.PositiveInfinity, double.PositiveInfinity];
    private int _steps, _samples;
    private bool? _choice;
    private long _began;

    /// <summary>Begins a step, and says which way it goes.</summary>
    /// <param name="samples">Samples of the step, over all ranks: smaller ones do not count.</param>
    public bool Begin(int samples)
    {
        if (_choice is { } choice) return choice;
        if (samples > _samples)
        {
            (_samples, _steps) = (samples, 0);
            Array.Fill(_best, double.PositiveInfinity);
        }
        _began = Stopwatch.GetTimestamp();
        return _steps < StepsEach;
    }

    /// <summary>Ends a step that all ranks have taken.</summary>
    public void End(int samples)
    {
        if (_choice is not null || samples < _samples) return;
        int way = _steps < StepsEach ? 0 : 1;
        _best[way] = Math.Min(_best[way], Stopwatch.GetElapsedTime(_began).TotalSeconds);
        if (++_steps < 2 * StepsEach) return;
        // All ranks wait for the slowest.
        double[] all = group.Gather<double>(_best);
        _choice = Worst(0) < ClearlyFaster * Worst(1);

        double Worst(int which) => all.Where((_, i) => i % 2 == which).Max();
    }
}
