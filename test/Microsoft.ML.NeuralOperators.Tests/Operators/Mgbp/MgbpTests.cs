using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class MgbpTests
{
    [Theory]
    [InlineData(3, 3, 7)]
    [InlineData(3, 3, 16)]
    [InlineData(4, 5, 33)]
    [InlineData(2, 7, 8)]
    public void Any_grid_comes_back(int levels, int kernel, int points)
    {
        var definition = new Mgbp(2, 1, new() { Channels = 4, Levels = levels, Kernel = kernel, Cycles = 1 });
        Assert.Equal([3, 1, points, points + 2], CostInterpreter.Measure(definition, Shape.Of(3, 2, points, points + 2))
            .Output.ToNumbers());
    }

    // Weights of their own for each of μ + μ² corrections: two on the finest level, four on the next.
    [Fact]
    public void Has_as_many_parameters_as_counted()
    {
        var definition = new Mgbp(1, 1, new() { Channels = 4, Levels = 3, Cycles = 2 });
        int Restriction(int from, int to) => from * to * 9 + to;
        int fine = Restriction(4, 8) + Restriction(16, 4), coarse = Restriction(8, 16) + Restriction(32, 8);
        // Kernels of 1, 3 and 7 points for strides of 1, 2 and 4.
        int analysis = 4 * 2 + 8 * 10 + 16 * 50;
        Assert.Equal(analysis + 2 * fine + 4 * coarse + 5, definition.Parameters.Sum(p => p.Elements));
    }

    // Corrections by a coarser level move nothing: a field shifted by that level's spacing has a shifted result.
    [Fact]
    public void A_shift_by_the_coarsest_spacing_shifts_the_inside()
    {
        var definition = new Mgbp(1, 1, new() { Dimensions = 1, Channels = 4, Levels = 3, Cycles = 2 });
        const int Points = 63;
        double[] field = TestLayer.Draw(Points + 4);
        double[] first = Run(field[..Points]), second = Run(field[4..]);
        double scale = first.Max(Math.Abs);
        // Away from the ends, as far as the network sees.
        for (int i = 28; i < 32; i++) Assert.Equal(first[i + 4], second[i], 1e-9 * scale);

        double[] Run(double[] given)
            => TestLayer.Run(definition, x => definition.Run(x), given, [1, 1, Points]).Values;
    }
}
