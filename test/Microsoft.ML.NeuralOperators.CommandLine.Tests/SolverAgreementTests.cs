using Microsoft.ML.NeuralOperators.Server;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>The server solves without libtorch what the library's generator solved with it.</summary>
public sealed class SolverAgreementTests
{
    [Theory]
    [InlineData(32, 32)]
    [InlineData(33, 47)]
    [InlineData(5, 90)]
    public void Both_solvers_find_the_same_pressure(int rows, int columns)
    {
        var random = new Random(rows);
        float[] a = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(2) == 0 ? 3f : 12f)];
        double[] expected = new DarcySolver(rows, columns).Solve([.. a.Select(v => (double)v)]);
        float[] actual = DarcySolution.Of(a, rows, columns).Pressure;
        double scale = expected.Max();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * scale));
    }

    [Fact]
    public void A_generated_sample_is_solved_again()
    {
        var (a, u) = DarcyFlow.Generate(2, [32], seed: 3)[0];
        for (int sample = 0; sample < 2; sample++)
        {
            Range numbers = (sample * 1024)..((sample + 1) * 1024);
            float[] expected = u.Values[numbers], actual = DarcySolution.Of(a.Values[numbers], 32, 32).Pressure;
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * expected.Max()));
        }
    }
}
