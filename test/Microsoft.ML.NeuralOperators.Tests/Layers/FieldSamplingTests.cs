using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class FieldSamplingTests
{
    [Theory]
    [InlineData(7, 12)]
    [InlineData(8, 16)]
    [InlineData(16, 9)]
    [InlineData(10, 6)]
    public void A_series_that_both_grids_hold_is_exact_on_either(int from, int to)
    {
        int highest = (Math.Min(from, to) - 1) / 2;
        double[] field = Wave(from, highest);
        var (values, shape) = TestLayer.Run(new Linear(1, 1),
            x => x.Along(0, FourierBasis.Resampling(x.Interpreter, from, to, null)), field, [from, 1, 1]);
        Assert.Equal([to, 1, 1], shape);
        double[] expected = Wave(to, highest);
        for (int i = 0; i < to; i++) Assert.Equal(expected[i], values[i], 1e-12);
    }

    [Theory]
    [InlineData(8, 16)]
    [InlineData(8, 12)]
    [InlineData(8, 8)]
    [InlineData(9, 18)]
    public void Any_field_comes_back_from_a_finer_grid(int points, int finer)
    {
        double[] field = TestLayer.Draw(points * 6);
        var (values, _) = TestLayer.Run(new Linear(1, 1),
            x => x.Along(0, FourierBasis.Resampling(x.Interpreter, points, finer, null))
                .Along(0, FourierBasis.Resampling(x.Interpreter, finer, points, null)), field, [points, 2, 3]);
        for (int i = 0; i < field.Length; i++) Assert.Equal(field[i], values[i], 1e-12);
    }

    // cos² has the double frequency, which folds back on a grid that does not hold it.
    [Fact]
    public void Frequencies_that_the_grid_does_not_hold_are_cut_off_instead_of_aliased()
    {
        // 2·3 = 6 is -3 on 9 points.
        Assert.Equal(0.5, Frequency(Squared(new FieldSampling(1, 1, null)), 3), 1e-12);
        foreach (FieldSampling sampling in new[] { new(1, 2, null), new FieldSampling(1, 2, [9]) })
        {
            double[] square = Squared(sampling);
            Assert.Equal(0, Frequency(square, 3), 1e-12);
            Assert.Equal(0.5, Frequency(square, 0), 1e-12);
        }

        static double[] Squared(FieldSampling sampling) => TestLayer.Run(new Linear(1, 1),
            x => sampling.Apply(x, v => v * v), Wave(9, 3), [9, 1, 1]).Values;
    }

    [Fact]
    public void With_a_band_an_operator_gives_the_same_scores_on_every_grid()
    {
        var definition = new Fno(1, 1, new()
        {
            Modes = [6, 6],
            Channels = 4,
            Layers = 2,
            HasGridEmbedding = false,
            ActivationBand = [6, 8],
            ActivationOversampling = 1.5,
        });
        double[] coarse = Run(7, 9), fine = Run(21, 18);
        double scale = coarse.Max(Math.Abs);
        for (int i = 0; i < 7; i++)
            for (int j = 0; j < 9; j++)
                Assert.Equal(coarse[i * 9 + j], fine[3 * i * 18 + 2 * j], 1e-6 * scale);

        double[] Run(int height, int width)
        {
            double[] field = [.. Enumerable.Range(0, height * width).Select(p
                => Math.Cos(2 * Math.PI * (p / width) / height) + Math.Sin(2 * Math.PI * (p % width) / width * 2))];
            return TestLayer.Run(definition, x => definition.Run(x), field, [1, 1, height, width]).Values;
        }
    }

    [Fact]
    public void Gradients_equal_difference_quotients()
    {
        var sampling = new FieldSampling(2, 2, [3, 5]);
        TestLayer.GradientsEqualQuotients(new GridEmbedding(2), x => sampling.Apply(x, Functions.Gelu), 4, 5, 2, 3);
    }

    private static double[] Wave(int points, int frequency) => [.. Enumerable.Range(0, points)
        .Select(i => Math.Cos(2 * Math.PI * frequency * i / points))];

    // The coefficient of a cosine, over both signs; the mean for 0.
    private static double Frequency(double[] values, int frequency)
        => values.Select((v, i) => v * Math.Cos(2 * Math.PI * frequency * i / values.Length)).Average()
            * (frequency == 0 ? 1 : 2);
}
