using System.Diagnostics;
using Spectre.Console.Rendering;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Display;

/// <summary>
/// A sweep on a terminal: time left, the trial that is trained, the best trials, and curves; elsewhere a line for every
/// result.
/// </summary>
/// <param name="console">Where it is shown.</param>
/// <param name="text">How trials are written.</param>
/// <param name="time">How long the sweep runs; null for without end.</param>
/// <param name="trials">How many trials there will be; null for any number.</param>
/// <param name="before">Trials of the study before this process took part.</param>
internal sealed class SweepDisplay(IAnsiConsole console, SweepText text, TimeSpan? time = null, int? trials = null,
    IReadOnlyList<SweepTrial>? before = null) : ISweepMonitor
{
    private const int Shown = 5;
    private const int MillisecondsBetween = 100;

    private readonly SortedDictionary<int, SweepTrial> _trials = new((before ?? []).ToDictionary(t => t.Number));
    private readonly List<double> _bests = [];
    private readonly List<double> _errors = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Stopwatch _sinceShown = new();
    private double _best = (before ?? []).Where(t => t is { IsWithinLimits: true, Loss: not null })
        .Select(t => t.Loss!.Value).DefaultIfEmpty(double.PositiveInfinity).Min();
    private LiveDisplayContext? _live;

    /// <summary>Runs what reports here.</summary>
    public T Run<T>(Func<T> job)
        => !console.Profile.Capabilities.Interactive ? job()
            : console.Live(new Text("Reading data")).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(live =>
            {
                _live = live;
                return job();
            });

    public void ReportRunningTrial(SweepTrial trial)
    {
        _errors.Clear();
        _errors.AddRange(trial.Curve.Select(e => e.ValidationError).OfType<double>());
    }

    public void ReportProgress(SweepTrial trial, TrainingProgress progress)
    {
        if (progress is { EndsEpoch: true, ValidationError: { } error }) _errors.Add(error);
        if (_live is null || _sinceShown is { IsRunning: true, ElapsedMilliseconds: < MillisecondsBetween }) return;
        _live.UpdateTarget(Picture(trial, progress));
        _sinceShown.Restart();
    }

    public void ReportCompletedTrial(SweepTrial trial)
    {
        bool isBest = trial.IsWithinLimits && trial.Loss < _best;
        if (isBest) _best = trial.Loss!.Value;
        _trials[trial.Number] = trial;
        if (double.IsFinite(_best)) _bests.Add(_best);
        if (_live is not null) return;
        string line = Invariant($"{trial.Loss:f4}  {trial.Epochs}/{trial.AllEpochs} epochs  {text.Of(trial)}");
        if (isBest) console.Line(line, Color.Green);
        else console.Line(line);
    }

    public void ReportFailTrial(SweepTrial trial)
    {
        _trials[trial.Number] = trial;
        if (_live is null) console.Line($"failed  {text.Of(trial)}: {trial.Fault}", Color.Yellow);
    }

    /// <summary>What a terminal shows at a moment.</summary>
    internal Rows Picture(SweepTrial trial, TrainingProgress progress)
    {
        int failed = _trials.Values.Count(t => t.State is SweepTrialState.Failed or SweepTrialState.Refused);
        string best = TrialText(), faults = failed > 0 ? $", {failed} failed or refused" : "";
        var lines = new List<IRenderable>
        {
            new Text($"{_trials.Count} trials{faults}{best}"), new Text(Left()),
            new Text(Invariant($"trial {trial.Number}, {trial.Space}: epoch {progress.Epoch}/{progress.Epochs}, loss ")
                + Invariant($"{progress.Loss:f4}, {progress.SamplesPerSecond:f0} samples/s")),
        };
        if (_trials.Values.Any(t => t.Loss is not null))
            lines.Add(text.Table([.. _trials.Values], Shown, console.Profile.Width));
        lines.AddRange(LiveParts.Curve("best so far", _bests, Color.Aqua));
        lines.AddRange(LiveParts.Curve($"validation error of trial {trial.Number}", _errors, Color.Yellow));
        return new Rows(lines);

        string TrialText() => double.IsFinite(_best) ? Invariant($", best {_best:f4}") : "";
    }

    // By the clock where the sweep has a time, else by trials.
    private string Left()
    {
        int done = _trials.Values.Count(t => t.Loss is not null || t.Fault is not null);
        if (time is not { } all) return $"{LiveParts.Bar(done, trials ?? 1)} {done} of {trials} trials, "
            + $"{LiveParts.Time(_clock.Elapsed)}";
        TimeSpan left = all > _clock.Elapsed ? all - _clock.Elapsed : TimeSpan.Zero;
        string count = trials is { } most ? $", {done} of {most} trials" : "";
        return $"{LiveParts.Bar(_clock.Elapsed.TotalSeconds, all.TotalSeconds)} {LiveParts.Time(left)} left{count}";
    }
}
