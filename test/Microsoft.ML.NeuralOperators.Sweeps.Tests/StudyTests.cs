using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class StudyTests : IDisposable
{
    private static readonly SweepSpace[] Spaces = [Space()];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trial_comes_back_as_it_was()
    {
        SweepTrial trial = Trial(0) with
        {
            State = SweepTrialState.Completed,
            Loss = 0.25,
            Metrics = new Dictionary<SweepMetric, double> { [SweepMetric.RelativeH1] = double.NaN },
            Epochs = 9,
            AllEpochs = 9,
            RungLosses = [0.5, 0.25],
            Rung = 1,
            Seconds = 1.5,
            Curve = [new EpochReport(1, 0.7, 0.5, 1e-3, 1.5)],
        };
        using (Study study = Open())
        {
            study.Next(Rungs.One, null, _ => Trial(0));
            study.Report(trial);
        }
        using Study again = Open();
        SweepTrial read = Assert.Single(again.Trials());
        Assert.Equal(trial.Options, read.Options);
        Assert.Equal(trial.Curve, read.Curve);
        Assert.Equal((trial.State, trial.Loss, trial.Epochs, trial.Rung, trial.Seconds),
            (read.State, read.Loss, read.Epochs, read.Rung, read.Seconds));
        Assert.True(double.IsNaN(read.Metrics[SweepMetric.RelativeH1]));
        Assert.Equal(trial.RungLosses, read.RungLosses);
    }

    [Fact]
    public void A_trial_whose_process_is_gone_is_taken_up_and_one_that_is_at_work_is_not()
    {
        using Study other = Open();
        using (Study first = Open())
        {
            Assert.Equal(0, first.Next(Rungs.One, 1, _ => Trial(0)).Trial!.Number);
            StudyTask none = other.Next(Rungs.One, 1, _ => Trial(1));
            Assert.Null(none.Trial);
            Assert.False(none.IsDone);
        }
        Assert.Equal(0, other.Next(Rungs.One, 1, _ => Trial(1)).Trial!.Number);
    }

    [Fact]
    public void Ten_at_once_have_no_trial_twice()
    {
        var numbers = new System.Collections.Concurrent.ConcurrentBag<int>();
        using var start = new Barrier(10);
        Thread[] threads = [.. Enumerable.Range(0, 10).Select(_ => new Thread(() =>
        {
            using Study study = Open();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            while (study.Next(Rungs.One, 60, trials => Trial(trials.Count)).Trial is { } trial)
            {
                numbers.Add(trial.Number);
                study.Report(trial with { State = SweepTrialState.Completed, Loss = 1, RungLosses = [1] });
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(Enumerable.Range(0, 60), numbers.Order());
    }

    [Fact]
    public void A_study_of_something_else_is_refused()
    {
        Open().Dispose();
        string text = Assert.Throws<InvalidOperationException>(()
            => new Study(_folder["study"], "seed 2\ntuner X", Spaces)).Message;
        Assert.Contains("\"seed 1\", not \"seed 2\"", text);
    }

    [Fact]
    public void A_file_that_is_no_study_is_refused()
    {
        Directory.CreateDirectory(_folder["study"]);
        File.WriteAllText(Path.Combine(_folder["study"], "study.db"), new string('x', 5000));
        Assert.Contains("study.db", Assert.Throws<FormatException>(() => Open().Dispose()).Message);
    }

    private Study Open() => new(_folder["study"], "seed 1\ntuner X", Spaces);

    private static SweepTrial Trial(int number)
        => new(number, Spaces[0].Name, Spaces[0].At([0.1, number / 100.0]), SweepTrialState.Running)
        {
            Place = [0.1, number / 100.0],
        };

    private static SweepSpace Space()
    {
        var space = new SweepSpace("it", SmallSweep.Trainer(new MLContext(1).NeuralOperators()));
        SmallSweep.Narrow(space);
        return space;
    }
}
