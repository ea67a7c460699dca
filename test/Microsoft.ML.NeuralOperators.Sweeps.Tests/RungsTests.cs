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

    private static SweepTrial Trial(int number, params double[] losses)
        => new(number, "it", None, SweepTrialState.Paused) { RungLosses = losses, Loss = losses.LastOrDefault() };
}
