namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class ForestTests
{
    private static readonly SweepSpace Space = new SweepSpace("it", new MLContext(1).NeuralOperators().Fno("u", "a"))
        .Only("Channels", "Training.LearningRate").Choice("HasOutputResidual", false, true);

    [Fact]
    public void A_forest_learns_steps_and_options_without_order()
    {
        var random = new Random(1);
        double[][] places = [.. Enumerable.Range(0, 120).Select(_ => (double[])[random.NextDouble(),
            random.NextDouble(), random.NextDouble()])];
        RandomForest forest = RandomForest.Fit(Space, places, [.. places.Select(Truth)], 60, 3);
        double error = 0;
        for (int i = 0; i < 200; i++)
        {
            double[] place = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            error += Math.Abs(forest.Predict(place).Mean - Truth(place)) / 200;
        }
        Assert.InRange(error, 0, 0.2);
        RandomForest again = RandomForest.Fit(Space, places, [.. places.Select(Truth)], 60, 3);
        Assert.Equal(forest.Predict([0.3, 0.3, 0.3]), again.Predict([0.3, 0.3, 0.3]));

        static double Truth(double[] p) => (p[0] < 0.4 ? -1 : 0.5) + (p[2] < 0.5 ? 0.6 : 0) + 0.2 * p[1];
    }

    [Fact]
    public void Where_trials_differ_it_is_unsure()
    {
        var random = new Random(2);
        double[][] places = [.. Enumerable.Range(0, 80).Select(_ => (double[])[random.NextDouble(), 0.5, 0.1])];
        double[] values = [.. places.Select(p => p[0] < 0.5 ? 0 : random.NextDouble() < 0.5 ? -1.0 : 1)];
        RandomForest forest = RandomForest.Fit(Space, places, values, 60, 3);
        Assert.True(forest.Predict([0.8, 0.5, 0.1]).Deviation > 3 * forest.Predict([0.2, 0.5, 0.1]).Deviation);
    }

    [Fact]
    public void Without_results_everything_is_possible()
        => Assert.Equal((0, 1), RandomForest.Fit(Space, [], [], 60, 3).Predict([0.1, 0.2, 0.3]));
}
