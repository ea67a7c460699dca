using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class SineNetTests
{
    // The authors' count for four frames of one scalar and a velocity, to one frame.
    [Fact]
    public void Has_as_many_parameters_as_published()
    {
        var definition = new SineNet(12, 3, new() { Channels = 64, Waves = 8 });
        Assert.Equal(35_490_219, CostInterpreter.Measure(definition, Shape.Of(1, 12, 32, 32)).Parameters);
    }

    [Theory]
    [InlineData(new double[] { 1, 3, 5, 7 }, new double[] { 2, 6 })]
    [InlineData(new double[] { 1, 3, 5 }, new double[] { 2, 3 })]
    public void Half_a_periodic_grid_has_the_means_of_neighbours(double[] fine, double[] coarse)
    {
        var (values, _) = TestLayer.Run(new Linear(1, 1), x => x.HalvedByMeans([BoundaryCondition.Periodic]), fine,
            [1, 1, fine.Length]);
        Assert.Equal(coarse, values);
    }

    // At cell centres a quarter of the way to the neighbour, which at the ends is the other end.
    [Fact]
    public void Twice_a_periodic_grid_is_interpolated_around_the_ends()
    {
        double[] coarse = [0.5, 4.5, 6.5, 12.5];
        double[] expected = [.. Enumerable.Range(0, 8).Select(i =>
        {
            int cell = i / 2, other = (cell + (i % 2 == 0 ? 3 : 1)) % 4;
            return 0.75 * coarse[cell] + 0.25 * coarse[other];
        })];
        var (values, _) = TestLayer.Run(new Linear(1, 1),
            x => x.Doubled([BoundaryCondition.Periodic], Shape.Of(1, 1, 8)), coarse,
            [1, 1, 4]);
        for (int i = 0; i < 8; i++) Assert.Equal(expected[i], values[i], 1e-12);
    }
}
