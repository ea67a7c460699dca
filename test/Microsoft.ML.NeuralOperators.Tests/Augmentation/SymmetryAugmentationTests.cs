using Microsoft.ML.NeuralOperators.Augmentation;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>Images of fields under symmetries solve the equations that the fields solve.</summary>
public class SymmetryAugmentationTests
{
    private const double Tolerance = 1e-5;

    /// <summary>ω = curl v and ω_t = -v·∇ω + νΔω, whose signs and components all change.</summary>
    [Theory]
    [InlineData(PointPlacement.Periodic, "vector")]
    [InlineData(PointPlacement.CellCentres, "vector(0, 1)")]
    [InlineData(PointPlacement.Periodic, "vector(1, 0)")]
    public void Reflected_and_transposed_flows_solve_the_vorticity_equation(PointPlacement placement, string vector)
    {
        var grid = new PeriodicGrid(6, 6);
        double[] psi = [.. grid.Random(1).Select(v => (double)v)];
        double[][] v = [grid.Derivative(psi, 1), [.. grid.Derivative(psi, 0).Select(x => -x)]];
        double[] vorticity = Curl(v), rate = Rate(vorticity, v);
        bool isSwapped = vector.Contains("(1");
        var options = new SymmetryAugmentation($"v: {vector}; w: pseudoscalar; rate: pseudoscalar")
        {
            Placement = placement,
        };
        var copies = options.Copies(grid.Sizes, 0,
            Augmenting.Single(isSwapped ? v[1].Concat(v[0]) : v[0].Concat(v[1])),
            Augmenting.Single(vorticity), Augmenting.Single(rate));
        Assert.Equal(7, copies.Select(c => string.Join(" ", c[1])).Distinct().Count());
        foreach (float[][] copy in copies)
        {
            double[][] flow = [grid.Channel(copy[0], isSwapped ? 1 : 0), grid.Channel(copy[0], isSwapped ? 0 : 1)];
            Assert.InRange(Augmenting.Distance(Curl(flow), copy[1]), 0, Tolerance);
            Assert.InRange(Augmenting.Distance(Rate(grid.Channel(copy[1], 0), flow), copy[2]), 0, Tolerance);
        }

        double[] Curl(double[][] flow)
            => [.. grid.Derivative(flow[1], 0).Zip(grid.Derivative(flow[0], 1), (a, b) => a - b)];

        double[] Rate(double[] w, double[][] flow)
        {
            double[] x = grid.Derivative(w, 0), y = grid.Derivative(w, 1), diffused = grid.Laplacian(w);
            return [.. x.Select((_, i) => 0.1 * diffused[i] - flow[0][i] * x[i] - flow[1][i] * y[i])];
        }
    }

    /// <summary>-∇·(a∇u) = f with a tensor a, whose entries change places and signs.</summary>
    [Theory]
    [InlineData(6, 6, 7)]
    [InlineData(6, 5, 3)]
    [InlineData(5, 5, 5, 47)]
    public void Images_of_tensors_and_solutions_solve_the_diffusion_equation(params int[] sizesAndCopies)
    {
        var grid = new PeriodicGrid(sizesAndCopies[..^1]);
        int d = grid.Sizes.Length;
        float[] a = grid.Random(2, d * (d + 1) / 2), u = grid.Random(3);
        float[] f = Augmenting.Single(Source(a, u));
        var copies = new SymmetryAugmentation("a: tensor; u: scalar; f: scalar") { Dimensions = d }
            .Copies(grid.Sizes, 0, a, u, f);
        Assert.Equal(sizesAndCopies[^1], copies.Count);
        foreach (float[][] copy in copies)
            Assert.InRange(Augmenting.Distance(Source(copy[0], copy[1]), copy[2]), 0, Tolerance);

        double[] Source(float[] tensor, float[] solution)
        {
            var result = new double[grid.Count];
            for (int i = 0; i < d; i++)
                for (int j = 0; j < d; j++)
                {
                    double[] entry = grid.Channel(tensor, FieldQuantity.TensorChannel(i, j, d));
                    double[] slope = grid.Derivative(grid.Channel(solution, 0), j);
                    double[] term = grid.Derivative([.. entry.Zip(slope, (x, y) => x * y)], i);
                    for (int k = 0; k < result.Length; k++) result[k] -= term[k];
                }
            return result;
        }
    }

    [Fact]
    public void The_vorticity_in_space_is_a_pseudovector()
    {
        var grid = new PeriodicGrid(4, 4, 4);
        float[] v = grid.Random(4, 3), w = Augmenting.Single(Curl(v));
        var copies = new SymmetryAugmentation("v: vector; w: pseudovector") { Dimensions = 3 }
            .Copies(grid.Sizes, 0, v, w);
        Assert.Equal(47, copies.Count);
        foreach (float[][] copy in copies) Assert.InRange(Augmenting.Distance(Curl(copy[0]), copy[1]), 0, Tolerance);

        double[] Curl(float[] flow) => [.. Enumerable.Range(0, 3).SelectMany(i =>
        {
            int j = (i + 1) % 3, k = (i + 2) % 3;
            return grid.Derivative(grid.Channel(flow, k), j)
                .Zip(grid.Derivative(grid.Channel(flow, j), k), (a, b) => a - b);
        })];
    }

    /// <summary>Gravity along the first axis, time along the last: only the second axis is free.</summary>
    [Fact]
    public void Axes_that_are_not_named_stay()
    {
        float[] v = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
        var options = new SymmetryAugmentation("v: vector scalar scalar") { Dimensions = 3, Axes = [1] };
        float[] image = Assert.Single(options.Copies([2, 2, 2], 0, v))[0];
        // The component along the axis changes its sign, the other two channels do not.
        Assert.Equal([-2, -3, 0, -1, -6, -7, -4, -5, 10, 11, 8, 9, 14, 15, 12, 13, 18, 19, 16, 17, 22, 23, 20, 21],
            image);
    }

    [Fact]
    public void Frames_repeat_the_quantities()
    {
        float[] twoFrames = [1, 2, 3, 4, 5, 6, 7, 8];
        var options = new SymmetryAugmentation("u: scalar vector") { Dimensions = 1 };
        Assert.Equal([2, 1, -4, -3, 6, 5, -8, -7], options.Copies([2], 0, twoFrames)[0][0]);
    }

    [Fact]
    public void Periodic_axes_are_mirrored_at_their_first_point()
        => Assert.Equal([1, 4, 3, 2], new SymmetryAugmentation("u: scalar")
        {
            Dimensions = 1,
            Placement = PointPlacement.Periodic,
        }.Copies([4], 0, [1, 2, 3, 4])[0][0]);

    [Fact]
    public void Fewer_copies_are_drawn_without_repetition()
    {
        float[] u = new PeriodicGrid(4, 4).Random(5);
        var options = new SymmetryAugmentation("u: scalar") { Copies = 3 };
        string[][] draws = [.. Enumerable.Range(0, 20).Select(seed => options.Copies([4, 4], seed, u)
            .Select(c => string.Join(" ", c[0])).ToArray())];
        Assert.All(draws, copies => Assert.Equal(3, copies.Append(string.Join(" ", u)).Distinct().Count() - 1));
        Assert.Equal(7, draws.SelectMany(c => c).Distinct().Count());
    }

    /// <summary>What takes a row's place may be the row itself, as one symmetry among the others.</summary>
    [Fact]
    public void Without_the_original_every_symmetry_may_come()
    {
        float[] u = new PeriodicGrid(3, 3).Random(5);
        var options = new SymmetryAugmentation("u: scalar") { KeepsOriginal = false };
        Assert.Equal(8, options.Copies([3, 3], 0, u).Select(c => string.Join(" ", c[0])).Distinct().Count());
    }

    [Theory]
    [InlineData("tensor scalar", "Column 'u' has 3 channels; tensor, scalar have 4 along 2 axes")]
    [InlineData("pseudovector scalar", "needs three axes of space")]
    [InlineData("vector(0, 2) scalar", "vector(0, 2) does not have one component along each of the 2 axes")]
    public void Columns_that_do_not_fit_are_named(string quantities, string expected)
        => Assert.Contains(expected, Assert.Throws<ArgumentException>(()
            => new SymmetryAugmentation($"u: {quantities}").Copies([2, 2], 0, new float[12])).Message);
}
