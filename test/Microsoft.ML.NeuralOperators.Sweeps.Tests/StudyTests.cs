using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>What holds for a study wherever it is kept.</summary>
public abstract class StudyTests
{
    private protected const string Plan = "seed 1\ntuner X";
    private const string Worker = "one";

    private protected static SweepSpace[] Spaces { get; } = [Space()];

    /// <summary>A study of this test.</summary>
    private protected abstract StudyStore Store { get; }

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
    public void A_study_is_read_without_the_program_that_ran_it()
    {
        Assert.False(SweepStudy.Exists(Store));
        Assert.Throws<FileNotFoundException>(() => SweepStudy.Load(Store));
        var description = new StudyDescription { Objective = SweepMetric.RelativeH1, Tuner = "X", Seed = 3 };
        DateTime begin = DateTime.UtcNow;
        using (Study study = Open())
        {
            study.Describe(description with { Seed = 1 });
            study.Describe(description);
            var rungs = new Rungs(2, 2, true);
            foreach (double loss in (double[])[0.75, 0.5])
                study.Report(study.Next(rungs, 2, trials => Trial(trials.Count)).Trial! with
                {
                    State = SweepTrialState.Paused,
                    Epochs = 3,
                    Loss = loss,
                    RungLosses = [loss],
                    Seconds = 1.5,
                });
            SweepTrial promoted = study.Next(rungs, 2, _ => null).Trial!;
            Assert.Equal(1, promoted.Number);
            study.Report(promoted with
            {
                State = SweepTrialState.Failed,
                Loss = null
            });
            Assert.Equal(2, study.Results().Count);
        }
        Assert.True(SweepStudy.Exists(Store));
        using StudyReader read = StudyReader.Open(Store);
        Assert.Equal((Plan, SweepMetric.RelativeH1, "X", 3),
            (read.Plan, read.Description.Objective, read.Description.Tuner, read.Description.Seed));
        Assert.Equal([(0, 3, 0.75, 1.5), (1, 3, 0.5, 1.5)],
            read.Results.Select(r => (r.Trial, r.Epochs, r.Loss, r.Seconds)));
        Assert.All(read.Results, r => Assert.InRange(DateTime.UnixEpoch.AddSeconds(r.Time),
            begin.AddSeconds(-1), DateTime.UtcNow.AddSeconds(1)));
        Assert.Equal(Trial(1).Options["Training.LearningRate"], read.Trials[1].Options["Training.LearningRate"]);
        Assert.Equal(SweepSpace.Write(Trial(1).Options), read.OptionTexts[1]);
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
        string text = Assert.Throws<InvalidOperationException>(() => Store.Open("seed 2\ntuner X", Spaces)).Message;
        Assert.Contains("\"seed 1\", not \"seed 2\"", text);
    }

    [Fact]
    public void Trials_wait_for_workers_that_they_fit_and_are_refused_where_there_is_none()
    {
        using Study study = OpenAs(Worker);
        var small = new WorkerCall(Worker, t => t.Number % 2 == 1, t => t.Number == 2 ? "It is too large." : null);
        var large = new WorkerCall(Worker, t => t.Number != 2, small.Misfit);
        SweepTrial[] begun = [Ask(small).Trial!, Ask(large).Trial!, Ask(large).Trial!];
        Assert.Equal([1, 0, 3], begun.Select(t => t.Number));
        foreach (SweepTrial trial in begun)
        {
            // As long as somebody is at work, a worker may come that it fits.
            StudyTask none = Ask(small);
            Assert.Equal((null, false), (none.Trial, none.IsDone));
            Assert.Equal(SweepTrialState.Running, study.Trials()[2].State);
            Assert.True(study.Report(trial with { State = SweepTrialState.Completed, Loss = 1, RungLosses = [1] }));
        }
        Assert.True(Ask(small).IsDone);
        SweepTrial refused = study.Trials()[2];
        Assert.Equal((SweepTrialState.Refused, "It is too large."), (refused.State, refused.Fault));

        StudyTask Ask(WorkerCall call) => study.Decide(Rungs.One, 4, trials => Trial(trials.Count), call);
    }

    /// <summary>The study, opened by a worker of a name where workers have some.</summary>
    private protected abstract Study OpenAs(string worker);

    private protected Study Open() => Store.Open(Plan, Spaces);

    private protected static SweepTrial Trial(int number)
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
