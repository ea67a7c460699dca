using Microsoft.ML.NeuralOperators.Problems;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class PoissonEquationTests
{
    private const int Size = 12;
    private static readonly PeriodicRandomField Boundary = new(2, 3, 10, 4);

    /// <summary>
    /// Every inner point keeps -Δu = f, every outer one u = g, and g goes once around without a break.
    /// </summary>
    [Fact]
    public void Values_at_the_boundary_are_met()
    {
        IReadOnlyList<FieldSamples> fields = new PoissonEquation(Size, null, Boundary).Generate(2, 5);
        Assert.Equal(["f", "g", "u"], fields.Select(f => f.Name));
        float[] f = fields[0][1].ToArray(), g = fields[1][1].ToArray(), u = fields[2][1].ToArray();
        double squares = (Size - 1) * (Size - 1), largest = 0;
        for (int i = 0; i < Size; i++)
            for (int j = 0; j < Size; j++)
            {
                int at = i * Size + j;
                if (i is 0 or Size - 1 || j is 0 or Size - 1)
                {
                    Assert.Equal(g[at], u[at], 1e-6);
                    continue;
                }
                Assert.Equal(0, g[at]);
                double laplacian = squares * (4.0 * u[at] - u[at - 1] - u[at + 1] - u[at - Size] - u[at + Size]);
                largest = Math.Max(largest, Math.Abs(laplacian - f[at]));
            }
        Assert.InRange(largest, 0, 2e-3);
        double[] line = Boundary.Sample(~SampleBatches.Seed(5, 1), 4 * (Size - 1));
        Assert.Equal(line[0], g[0], 1e-6);
        Assert.Equal(line[Size], g[Size + Size - 1], 1e-6);
        Assert.Equal(line[2 * (Size - 1) + 1], g[Size * Size - 2], 1e-6);
        Assert.Equal(line[^1], g[Size], 1e-6);
    }

    [Fact]
    public void Solutions_converge_with_second_order()
    {
        double[][] u = Array.ConvertAll(new[] { 17, 33, 65, 129 }, size
            => Values(new PoissonEquation(size, null, Boundary).Generate(1, 4)[2], (size - 1) / 16));
        double[] change = [.. Enumerable.Range(0, 3).Select(i => u[i].Zip(u[i + 1], (a, b) => Math.Abs(a - b)).Max())];
        Assert.InRange(change[0] / change[1], 3, 5.5);
        Assert.InRange(change[1] / change[2], 3.4, 4.6);

        static double[] Values(FieldSamples u, int step)
            => [.. from i in Enumerable.Range(0, 17) from j in Enumerable.Range(0, 17)
                   select (double)u[0][i * step * u.Grid[1] + j * step]];
    }
}
