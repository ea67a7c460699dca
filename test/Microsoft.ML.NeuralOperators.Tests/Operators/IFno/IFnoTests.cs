using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class IFnoTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Parameters_do_not_grow_with_depth(int iterations)
    {
        var definition = new IFno(1, 1, new() { Modes = [4, 4], Channels = 5, Iterations = iterations });
        int lifting = 3 * 10 + 10 + 10 * 5 + 5, layer = 4 * 3 * 2 * 25 + 25 + 5, projection = 5 * 10 + 10 + 10 + 1;
        Assert.Equal(lifting + layer + projection,
            CostInterpreter.Measure(definition, Shape.Of(1, 1, 8, 8)).Parameters);
    }

    // The iterations are Euler's steps of a differential equation in depth: of first order.
    [Fact]
    public void Half_the_step_has_half_the_error()
    {
        double[] field = TestLayer.Draw(8 * 8);
        double[][] results = [.. new[] { 8, 16, 32 }.Select(Run)];
        double first = Distance(results[0], results[1]), second = Distance(results[1], results[2]);
        Assert.InRange(first / second, 1.7, 2.3);

        double[] Run(int iterations)
        {
            var definition = new IFno(1, 1, new() { Modes = [4, 4], Channels = 6, Iterations = iterations });
            return TestLayer.Run(definition, x => definition.Run(x), field, [1, 1, 8, 8]).Values;
        }
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
