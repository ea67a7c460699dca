namespace Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

/// <summary>A sweep by ASHA whose trainings are a formula.</summary>
internal static class HalvedSweep
{
    private const int Epochs = 9, Budget = 180;

    /// <summary>The least loss of a tuner's trials that were trained to their end.</summary>
    /// <param name="tuner">The tuner.</param>
    /// <param name="spaces">What may be tried.</param>
    /// <param name="loss">The loss after some epochs.</param>
    /// <param name="seed">The seed.</param>
    public static double Best(SweepTuner tuner, IReadOnlyList<SweepSpace> spaces, Func<SweepProposal, int, double> loss,
        int seed)
    {
        var rungs = new Rungs(3, 3, true);
        var noise = new Random(seed);
        var trials = new List<SweepTrial>();
        for (int epochs = 0; epochs < Budget;)
        {
            SweepTrial trial = rungs.Promoted(trials, null) ?? New();
            int rung = trial.RungLosses.Count, before = rung == 0 ? 0 : rungs.EpochsOf(rung - 1, Epochs),
                after = rungs.EpochsOf(rung, Epochs);
            epochs += after - before;
            double now = loss(ProposalOf(trial), after) + 0.02 * noise.NextDouble() / after;
            trials[trial.Number] = trial with
            {
                State = after == Epochs ? SweepTrialState.Completed : SweepTrialState.Paused,
                RungLosses = [.. trial.RungLosses, now],
                Epochs = after,
            };
        }
        return trials.Where(t => t.State == SweepTrialState.Completed).Min(t => loss(ProposalOf(t), Epochs));

        SweepTrial New()
        {
            SweepObservation[] known = [.. trials.SelectMany(t => t.RungLosses.Select((value, rung)
                => new SweepObservation(ProposalOf(t).Space, t.Place, rungs.ShareOf(rung), value)))];
            SweepProposal next = tuner.Propose(new SweepState(spaces, trials.Count, 0, known, seed))!;
            var trial = new SweepTrial(trials.Count, spaces[next.Space].Name, new Dictionary<string, object>(),
                SweepTrialState.Running)
            {
                Place = next.Place,
            };
            trials.Add(trial);
            return trial;
        }

        SweepProposal ProposalOf(SweepTrial trial)
            => new(spaces.ToList().FindIndex(s => s.Name == trial.Space), trial.Place);
    }
}
