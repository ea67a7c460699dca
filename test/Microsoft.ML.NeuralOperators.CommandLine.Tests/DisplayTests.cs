using Microsoft.ML.NeuralOperators.CommandLine.Display;
using Spectre.Console;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class DisplayTests
{
    [Fact]
    public void A_curve_falls_from_its_largest_to_its_smallest_value()
    {
        IReadOnlyList<string> lines = LossCurve.Draw([1, 0.1, 0.01], 8, 3);
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("        1 │", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("     0.01 │", lines[^1], StringComparison.Ordinal);
        Assert.Empty(LossCurve.Draw([1], 8, 3));
    }

    [Fact]
    public void Progress_in_a_file_is_a_line_for_each_epoch()
    {
        var writer = new StringWriter();
        var display = new TrainingDisplay(Terminal.Open(writer, isRedirected: true));
        Assert.Equal(7, display.Run(() =>
        {
            display.Report(Progress(1, 1, endsEpoch: false));
            display.Report(Progress(1, 2, endsEpoch: true));
            return 7;
        }));
        Assert.Equal($"Epoch 1/3  loss 0.5000  validation 0.2500  40 samples/s{Environment.NewLine}",
            writer.ToString());
    }

    [Fact]
    public void A_sweep_shows_time_trial_best_and_curves_within_the_width_of_the_terminal()
    {
        var writer = new StringWriter();
        IAnsiConsole console = Terminal.Open(writer, isRedirected: true);
        console.Profile.Width = 100;
        var display = new SweepDisplay(console, new SweepText([]), TimeSpan.FromHours(3), before: [Trial(0, 0.5)]);
        display.ReportFailTrial(Trial(1, 0) with { Loss = null, State = SweepTrialState.Refused, Fault = "too large" });
        foreach (int number in new[] { 2, 3 }) display.ReportCompletedTrial(Trial(number, 0.4 / number));
        writer.GetStringBuilder().Clear();
        display.ReportRunningTrial(Trial(4, 0));
        display.ReportProgress(Trial(4, 0), Progress(1, 2, endsEpoch: true));
        display.ReportProgress(Trial(4, 0), Progress(2, 2, endsEpoch: true));
        Assert.Equal("", writer.ToString());
        console.Write(display.Picture(Trial(4, 0), Progress(3, 1, endsEpoch: false)));
        string[] lines = writer.ToString().Split(Environment.NewLine);
        Assert.Equal("4 trials, 1 failed or refused, best 0.1333", lines[0].TrimEnd());
        Assert.Matches("2:59:5[0-9] left", lines[1]);
        Assert.StartsWith("trial 4, fno: epoch 3/3, loss 0.5000", lines[2], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.True(l.Length <= 100, l));
        Assert.Contains(lines, l => l.Contains("Channels=8", StringComparison.Ordinal)
            && l.Contains('…', StringComparison.Ordinal));
        Assert.Contains("best so far", lines.Select(l => l.TrimEnd()));
        Assert.Contains("validation error of trial 4", lines.Select(l => l.TrimEnd()));
    }

    [Fact]
    public void A_sweep_in_a_file_is_a_line_for_each_result()
    {
        var writer = new StringWriter();
        var display = new SweepDisplay(Terminal.Open(writer, isRedirected: true), new SweepText([]), trials: 2);
        display.Run(() =>
        {
            display.ReportCompletedTrial(Trial(0, 0.25));
            display.ReportFailTrial(Trial(1, 0) with { Fault = "too large" });
            return 0;
        });
        string[] lines = writer.ToString().Split(Environment.NewLine);
        Assert.StartsWith("0.2500  3/9 epochs  trial 0: fno Channels=8 LearningRate=0.00123", lines[0],
            StringComparison.Ordinal);
        Assert.EndsWith(": too large", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    private static SweepTrial Trial(int number, double loss) => new(number, "fno", new Dictionary<string, object>
    {
        ["Channels"] = 8,
        ["Training.LearningRate"] = 1.234e-3,
        ["Training.WeightDecay"] = 1e-4,
    }, SweepTrialState.Paused)
    {
        Loss = loss,
        Epochs = 3,
        AllEpochs = 9,
        Metrics = new Dictionary<SweepMetric, double>
        {
            [SweepMetric.RelativeL2] = loss,
            [SweepMetric.Parameters] = 1234,
        },
    };

    private static TrainingProgress Progress(int epoch, int batch, bool endsEpoch)
        => new(epoch, 3, batch, 2, 0.5, endsEpoch ? 0.25 : null, 1e-3, 40, TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5), endsEpoch);
}
