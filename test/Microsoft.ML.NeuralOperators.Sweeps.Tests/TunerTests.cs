using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class TunerTests
{
    private const int Trials = 40;
    private static readonly SweepSpace[] Spaces = Build();

    [Theory]
    [InlineData(typeof(ParzenTuner), 0.6)]
    [InlineData(typeof(GaussianProcessTuner), 0.6)]
    // Steps fit this smooth valley less well.
    [InlineData(typeof(ForestTuner), 0.85)]
    public void A_tuner_that_learns_beats_one_that_does_not(Type type, double share)
    {
        double learned = Mean(() => (SweepTuner)Activator.CreateInstance(type)!), blind = Mean(() => new RandomTuner());
        Assert.True(learned < share * blind, $"{learned} against {blind} at random");
    }

    [Fact]
    public void Proposals_follow_from_what_is_known_alone()
    {
        foreach (SweepTuner tuner in new SweepTuner[] { new RandomTuner(), new SobolTuner(), new ParzenTuner(),
            new GridTuner(), new GaussianProcessTuner(), new ForestTuner() })
        {
            (double _, SweepObservation[] known) = Sweep(tuner, seed: 3);
            SweepProposal one = tuner.Propose(new SweepState(Spaces, Trials, 0, known, 3))!;
            SweepProposal other = ((SweepTuner)Activator.CreateInstance(tuner.GetType(),
                tuner is GridTuner ? [5] : [])!).Propose(new SweepState(Spaces, Trials, 0, known, 3))!;
            Assert.Equal(one.Space, other.Space);
            Assert.Equal(one.Place, other.Place);
        }
    }

    [Fact]
    public void Seeds_and_trials_differ()
    {
        foreach (SweepTuner tuner in new SweepTuner[] { new RandomTuner(), new SobolTuner() })
        {
            var places = new HashSet<double>();
            for (int seed = 0; seed < 4; seed++)
                for (int trial = 0; trial < 16; trial++)
                    places.Add(tuner.Propose(new SweepState(Spaces, trial, 0, [], seed))!.Place[0]);
            Assert.Equal(64, places.Count);
        }
    }

    [Fact]
    public void A_grid_has_every_combination_once_and_then_nothing()
    {
        SweepSpace space = Space(s => s.Only("Layers", "Training.BatchSize").Range("Layers", 1, 3)
            .Choice("Training.BatchSize", 4, 8));
        var tuner = new GridTuner();
        string[] tried = [.. Enumerable.Range(0, 6).Select(i
            => SweepSpace.Write(space.At(tuner.Propose(new SweepState([space], i, 0, [], 0))!.Place)))];
        Assert.Equal(6, tried.Distinct().Count());
        Assert.Null(tuner.Propose(new SweepState([space], 6, 0, [], 0)));
    }

    [Fact]
    public void What_failed_is_avoided()
    {
        // Everything above the middle of the first option fails; below it all are alike.
        SweepSpace[] spaces = [Spaces[0]];
        var known = new List<SweepObservation>();
        var tuner = new ParzenTuner();
        for (int trial = 0; trial < 48; trial++)
        {
            SweepProposal next = tuner.Propose(new SweepState(spaces, trial, 0, known, 1))!;
            known.Add(new SweepObservation(0, next.Place, 1,
                next.Place[0] > 0.5 ? double.PositiveInfinity : 1 + next.Place[1]));
        }
        Assert.InRange(known.Skip(24).Count(o => double.IsInfinity(o.Loss)), 0, 6);
    }

    [Fact]
    public void A_trial_that_was_promoted_early_ranks_by_what_all_have_had()
    {
        RankedTrials ranked = Ranked([Seen(0.1, 1.0 / 3, 0.5), Seen(0.1, 1, 0.35), Seen(0.2, 1.0 / 3, 0.4),
            Seen(0.3, 1, double.PositiveInfinity), Seen(0.4, 1.0 / 3, 0.5)]);
        Assert.Equal([0.2, 0.1, 0.4, 0.3], ranked.All.Select(o => o.Place[0]));
        Assert.Equal(0.5, ranked.All[1].Loss);
        Assert.Equal(4, ranked.Compared);
        double[] scores = ranked.NormalScores();
        Assert.Equal(scores[1], scores[2]);
        Assert.True(scores[0] < scores[1] && scores[2] < scores[3]);
        Assert.Equal(0, scores.Sum(), 1e-6);
    }

    [Fact]
    public void Trials_that_were_promoted_rank_before_the_others_by_their_last_results_once_they_are_enough()
    {
        // Who was better at first is worse in the end.
        SweepObservation[] seen = [.. Enumerable.Range(0, 12).SelectMany(i => (SweepObservation[])
            [Seen(0.05 * i, 1.0 / 9, 0.5 + 0.01 * i), Seen(0.05 * i, 1.0 / 3, 0.4 - 0.01 * i)]),
            Seen(0, 1, 0.1), Seen(0.7, 1.0 / 9, 0.2), Seen(0.8, 1.0 / 9, 0.1),
            Seen(0.9, 1, double.PositiveInfinity)];
        RankedTrials ranked = Ranked(seen);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => 0.05 * (11 - i)), 0.8, 0.7, 0.9],
            ranked.All.Select(o => o.Place[0]));
        Assert.Equal((13, 15), (ranked.Compared, RankedTrials.Count(seen)));
    }

    [Theory]
    [InlineData(typeof(ParzenTuner), 0.7)]
    [InlineData(typeof(GaussianProcessTuner), 0.7)]
    [InlineData(typeof(ForestTuner), 0.9)]
    public void A_tuner_learns_from_trials_that_were_trained_for_a_while(Type type, double share)
    {
        double learned = Halved(() => (SweepTuner)Activator.CreateInstance(type)!),
            blind = Halved(() => new RandomTuner());
        Assert.True(learned < share * blind, $"{learned} against {blind} at random");

        static double Halved(Func<SweepTuner> tuner)
            => Enumerable.Range(0, 8).Average(seed => HalvedSweep.Best(tuner(), Spaces, After, seed));

        // Losses fall with the epochs, those of bad options slower.
        static double After(SweepProposal proposal, int epochs)
            => Valley(proposal) * (1 + Math.Exp(-0.5 * epochs)) + 0.5 * Math.Exp(-0.5 * epochs);
    }

    private static RankedTrials Ranked(SweepObservation[] seen)
        => RankedTrials.Of(new SweepState(Spaces, seen.Length, 0, seen, 0), enough: 8);

    private static SweepObservation Seen(double place, double share, double loss) => new(0, [place], share, loss);

    private static double Mean(Func<SweepTuner> tuner)
        => Enumerable.Range(0, 8).Average(seed => Sweep(tuner(), seed).Best);

    private static (double Best, SweepObservation[] Known) Sweep(SweepTuner tuner, int seed)
    {
        var known = new List<SweepObservation>();
        for (int trial = 0; trial < Trials; trial++)
            if (tuner.Propose(new SweepState(Spaces, trial, 0, known, seed)) is { } next)
                known.Add(new SweepObservation(next.Space, next.Place, 1, Valley(next)));
        return (known.Min(o => o.Loss), [.. known]);
    }

    // The smallest loss is 0, in the second space; the options of choice count, too.
    private static double Valley(SweepProposal proposal)
    {
        IReadOnlyList<double> p = proposal.Place;
        double loss = Math.Pow(p[0] - 0.3, 2) + Math.Pow(p[1] - 0.8, 2) + Math.Pow(p[2] - 0.5, 2);
        return loss + (p[3] < 0.5 ? 0.2 : 0) + (proposal.Space == 0 ? 0.3 : 0);
    }

    private static SweepSpace[] Build() => [Space(Shape, "one"), Space(Shape, "other")];

    private static SweepSpace Shape(SweepSpace space)
        => space.Only("Channels", "Training.LearningRate", "Training.WeightDecay")
            .Choice("HasOutputResidual", false, true);

    private static SweepSpace Space(Func<SweepSpace, SweepSpace> change, string name = "it")
        => change(new SweepSpace(name, new MLContext(1).NeuralOperators().Fno("u", "a")));
}
