using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Microsoft.ML.NeuralOperators.CommandLine.Display;

/// <summary>Live progress: bar, time left and loss curves on a terminal, one line an epoch elsewhere.</summary>
internal sealed class TrainingDisplay(IAnsiConsole console)
{
    private const int MillisecondsBetween = 100;

    private readonly List<double> _losses = [];
    private readonly List<double> _errors = [];
    private readonly Stopwatch _sinceShown = new();
    private LiveDisplayContext? _live;

    /// <summary>Runs what reports here.</summary>
    public T Run<T>(Func<T> job)
        => !console.Profile.Capabilities.Interactive ? job()
            : console.Live(new Text("Reading data")).AutoClear(true).Start(live =>
            {
                _live = live;
                return job();
            });

    /// <summary>How far data is that is made before training.</summary>
    public void ReportData(int done, int total)
        => Show(() => new Text($"Data {LiveParts.Bar(done, total)} {done}/{total}"));

    /// <summary>How far training is.</summary>
    public void Report(TrainingProgress progress)
    {
        if (progress.EndsEpoch)
        {
            _losses.Add(progress.Loss);
            if (progress.ValidationError is { } error) _errors.Add(error);
            if (_live is null) console.WriteLine(Line(progress));
        }
        Show(() => Picture(progress));
    }

    private void Show(Func<IRenderable> picture)
    {
        if (_live is null || _sinceShown is { IsRunning: true, ElapsedMilliseconds: < MillisecondsBetween }) return;
        _live.UpdateTarget(picture());
        _sinceShown.Restart();
    }

    private Rows Picture(TrainingProgress p)
    {
        double done = (p.Epoch - 1) * (double)p.Batches + p.Batch, all = (double)p.Epochs * p.Batches;
        var lines = new List<IRenderable>
        {
            new Text(Line(p)),
            new Text($"{LiveParts.Bar(done, all)} {done / all:p0}, {LiveParts.Time(p.Remaining)} left"),
        };
        lines.AddRange(LiveParts.Curve("training loss", _losses, Color.Aqua));
        lines.AddRange(LiveParts.Curve("validation error", _errors, Color.Yellow));
        return new Rows(lines);
    }

    private static string Line(TrainingProgress p)
    {
        string error = p.ValidationError is { } e
            ? string.Create(CultureInfo.InvariantCulture, $"  validation {e:f4}") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Epoch {p.Epoch}/{p.Epochs}  loss {p.Loss:f4}{error}  {p.SamplesPerSecond:f0} samples/s");
    }
}
