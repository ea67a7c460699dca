using Microsoft.ML.NeuralOperators.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>What trials take is learned, and weighed where time is short.</summary>
public sealed class CostModelTests
{
    private static readonly SweepSpace Space = Build();

    [Fact]
    public void Products_of_widths_and_depths_are_learned_from_some_trials()
    {
        CostModel model = CostModel.Of(Space, 0, Known(25, p => Seconds(p)))!;
        Rule.Holds(Rule.Seed(), seed =>
        {
            double[] place = Place(new Random(seed));
            Assert.InRange(model.Seconds(place) / Seconds(place), 0.85, 1.18);
        });
        Assert.Null(CostModel.Of(Space, 0, Known(2, p => Seconds(p))));
        Assert.Null(CostModel.Of(Space, 1, Known(25, p => Seconds(p))));
    }

    [Theory]
    [InlineData(typeof(ParzenTuner))]
    [InlineData(typeof(GaussianProcessTuner))]
    [InlineData(typeof(ForestTuner))]
    public void With_a_time_budget_cheaper_trials_are_preferred(Type type)
    {
        var tuner = (SweepTuner)Activator.CreateInstance(type)!;
        // The error hardly depends on the costly option.
        SweepObservation[] known = Known(30, p => Seconds(p), p => Math.Abs(p[1] - 0.5) + 0.01 * (1 - p[0]));
        double free = Mean(null), bound = Mean(100);
        Assert.True(bound < 0.7 * free, $"{bound} with a budget, {free} without");

        double Mean(double? left) => Enumerable.Range(0, 20).Average(seed => Seconds(tuner.Propose(
            new SweepState([Space], 30, 0, known, seed) { TimeLeft = left })!.Place));
    }

    [Theory]
    [InlineData(typeof(ParzenTuner))]
    [InlineData(typeof(GaussianProcessTuner))]
    [InlineData(typeof(ForestTuner))]
    public void What_would_not_end_in_time_is_not_proposed(Type type)
    {
        var tuner = (SweepTuner)Activator.CreateInstance(type)!;
        // The costliest are the best by far, and do not fit.
        SweepObservation[] known = Known(30, p => Seconds(p), p => Math.Exp(-6 * p[0]));
        for (int seed = 0; seed < 10; seed++)
        {
            SweepProposal next = tuner.Propose(new SweepState([Space], 30, 0, known, seed)
            {
                TimeLeft = 4,
                FirstShare = 0.5,
            })!;
            Assert.InRange(Seconds(next.Place), 0, 8 * 1.2);
        }
    }

    private static double Seconds(double[] place) => Seconds((IReadOnlyList<double>)place);

    private static double Seconds(IReadOnlyList<double> place)
        => 2 * Math.Exp(3 * place[0]) * (place[2] < 0.5 ? 1 : 1.5);

    private static SweepObservation[] Known(int count, Func<double[], double> seconds,
        Func<double[], double>? loss = null)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => Place(random)).Select(p
            => new SweepObservation(0, p, 1, loss?.Invoke(p) ?? p[0]) { Seconds = seconds(p) })];
    }

    private static double[] Place(Random random) => [random.NextDouble(), random.NextDouble(), random.NextDouble()];

    private static SweepSpace Build() => new SweepSpace("it", new MLContext(1).NeuralOperators().Fno("u", "a"))
        .Only("Channels", "Training.LearningRate").Choice("HasOutputResidual", false, true);
}
