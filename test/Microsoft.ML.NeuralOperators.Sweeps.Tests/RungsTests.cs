namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class RungsTests
{
    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    [Fact]
    public void Epochs_grow_by_the_factor_up_to_all()
    {
        var rungs = new Rungs(3, 3, true);
        Assert.Equal([3, 9, 27], Enumerable.Range(0, 3).Select(r => rungs.EpochsOf(r, 27)));
        Assert.Equal([1, 1, 2], Enumerable.Range(0, 3).Select(r => rungs.EpochsOf(r, 2)));
        Assert.Equal(40, Rungs.One.EpochsOf(0, 40));
    }

    [Fact]
    public void Waiting_promotes_the_best_third_of_all_once_all_are_there()
    {
        var rungs = new Rungs(2, 3, false);
        List<SweepTrial> trials = [.. Enumerable.Range(0, 5).Select(i => Trial(i, 0.5 - 0.1 * i))];
        Assert.Null(rungs.Promoted(trials, 6));
        trials.Add(Trial(5, 0.9));
        Assert.Equal(4, rungs.Promoted(trials, 6)!.Number);
        trials[4] = Trial(4, 0.1, 0.05);
        Assert.Equal(3, rungs.Promoted(trials, 6)!.Number);
        trials[3] = Trial(3, 0.2, 0.06);
        Assert.Null(rungs.Promoted(trials, 6));
    }

    [Fact]
    public void A_trial_that_failed_holds_nobody_up()
    {
        var rungs = new Rungs(2, 3, false);
        SweepTrial[] trials = [Trial(0, 0.3), Trial(1) with { State = SweepTrialState.Failed }, Trial(2, 0.2)];
        Assert.Equal(2, rungs.Promoted(trials, 3)!.Number);
    }

    [Fact]
    public void Without_waiting_the_best_third_so_far_is_promoted()
    {
        var rungs = new Rungs(3, 3, true);
        List<SweepTrial> trials = [Trial(0, 0.3), Trial(1, 0.2)];
        Assert.Null(rungs.Promoted(trials, null));
        trials.Add(Trial(2, 0.4));
        Assert.Equal(1, rungs.Promoted(trials, null)!.Number);
        // Those of the higher rung count among the lower one's results, and a higher rung comes first.
        trials = [Trial(0, 0.1, 0.09), Trial(1, 0.2, 0.08), Trial(2, 0.3, 0.07), Trial(3, 0.25)];
        Assert.Equal(2, rungs.Promoted(trials, null)!.Number);
    }

    [Fact]
    public void Not_more_than_one_in_so_many_is_promoted_where_trials_become_better()
    {
        var rungs = new Rungs(2, 3, true);
        List<SweepTrial> trials = [];
        for (int i = 0; i < 60; i++)
        {
            trials.Add(Trial(i, 1.0 / (i + 1)));
            if (rungs.Promoted(trials, null) is { } next)
                trials[next.Number] = Trial(next.Number, next.RungLosses[0], 0.5 * next.RungLosses[0]);
        }
        Assert.Equal(20, trials.Count(t => t.RungLosses.Count == 2));
        Assert.Equal(2, trials[^1].RungLosses.Count);
    }

    [Fact]
    public void Work_is_counted_in_epochs_on_all_rows_and_points()
    {
        var samples = new Rungs(3, 3, true) { Fidelity = SweepFidelity.Samples };
        Assert.Equal([1, 3, 9], Enumerable.Range(0, 3).Select(r => samples.SamplesOf(r, 9)));
        Assert.Equal(10 / 9.0 + 10 / 3.0 + 4, samples.Work(24, 10, 2), 1e-12);
        var resolution = new Rungs(3, 3, true) { Fidelity = SweepFidelity.Resolution };
        Assert.Equal([4, 2, 1], Enumerable.Range(0, 3).Select(resolution.StrideOf));
        Assert.Equal(10 / 16.0 + 10 / 4.0 + 10, resolution.Work(30, 10, 2), 1e-12);
        Assert.Equal(7, new Rungs(3, 3, true).Work(7, 9, 2));
    }

    private static SweepTrial Trial(int number, params double[] losses)
        => new(number, "it", None, SweepTrialState.Paused) { RungLosses = losses, Loss = losses.LastOrDefault() };
}
