using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class WarmStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_of_an_earlier_study_are_known_from_the_first_trial_on()
    {
        using SweepResult earlier = SmallSweep.Create().SetStudy(_folder["earlier"])
            .Run(TestContext.Current.CancellationToken);
        var tuner = new Listening();
        using SweepResult result = SmallSweep.Create(seed: 9).SetTuner(tuner).SetMaxTrials(3)
            .SetWarmStart(_folder["earlier"]).Run(TestContext.Current.CancellationToken);
        SweepState first = tuner.States[0];
        Assert.Equal((0, SmallSweep.Trials), (first.Trial, first.Earlier));
        Assert.Equal(earlier.Trials.SelectMany(t => t.RungLosses), first.Observations.Select(o => o.Loss));
        Assert.Equal([1.0 / 3, 1], first.Observations.Select(o => o.Share).Distinct().Order());
        // Places mean the same options here.
        SweepObservation best = first.Observations.MinBy(o => o.Loss)!;
        IReadOnlyDictionary<string, object> options = first.Spaces[0].At(best.Place);
        Assert.Equal(earlier.BestTrial.Options["Layers"], options["Layers"]);
        Assert.Equal((double)earlier.BestTrial.Options["Training.LearningRate"],
            (double)options["Training.LearningRate"], 1e-9);
        Assert.Equal(3, result.Trials.Count);
        // A tuner that learns does so at once, instead of filling the space.
        var state = new SweepState(first.Spaces, 0, 0, first.Observations, 9) { Earlier = first.Earlier };
        Assert.NotEqual(new SobolTuner().Propose(state)!.Place, new ParzenTuner().Propose(state)!.Place);
    }

    [Theory]
    [InlineData("Layers: 1 to 3, and this sweep tries Layers: 1 to 5")]
    [InlineData("no MlpRatio, and this sweep tries MlpRatio: 0, 1")]
    [InlineData("it has Fno, and this sweep other")]
    [InlineData("objective RelativeL2, and this sweep has the objective RelativeH1")]
    public void A_study_of_other_ranges_is_refused(string expected)
    {
        SmallSweep.Create().SetMaxTrials(3).SetStudy(_folder["earlier"]).Run(TestContext.Current.CancellationToken)
            .Dispose();
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        NeuralOperatorExperiment sweep = operators.CreateExperiment().Add(SmallSweep.Trainer(operators), space =>
            {
                SmallSweep.Narrow(space);
                if (expected.Contains("1 to 5", StringComparison.Ordinal)) space.Range("Layers", 1, 5);
                if (expected.Contains("MlpRatio", StringComparison.Ordinal)) space.Choice("MlpRatio", 0.0, 1.0);
            }, expected.Contains("other", StringComparison.Ordinal) ? "other" : null)
            .SetDataset(SmallSweep.Rows(operators)).SetMaxTrials(2).SetWarmStart(_folder["earlier"]);
        if (expected.Contains("objective", StringComparison.Ordinal)) sweep.SetObjective(SweepMetric.RelativeH1);
        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => sweep.Run()).Message);
    }

    [Fact]
    public void A_study_that_is_not_there_or_none_is_refused()
    {
        Assert.Contains("SetStudy", Assert.Throws<FileNotFoundException>(()
            => SmallSweep.Create().SetWarmStart(_folder["none"]).Run()).Message);
        File.WriteAllText(_folder["text.db"], new string('x', 5000));
        Assert.Contains("text.db", Assert.Throws<FormatException>(()
            => SmallSweep.Create().SetWarmStart(_folder["text.db"]).Run()).Message);
    }

    private sealed class Listening : SweepTuner
    {
        public List<SweepState> States { get; } = [];

        public override SweepProposal? Propose(SweepState state)
        {
            States.Add(state);
            return Anywhere(state);
        }
    }
}
