using Microsoft.ML.NeuralOperators.Problems;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class DarcyFlowTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers_bit_for_bit()
    {
        var (a, u) = DarcyFlow.Generate(6, [8], seed: 3)[0];
        var (again, same) = DarcyFlow.Generate(6, [8], seed: 3)[0];
        Assert.Equal(a.Values, again.Values);
        Assert.Equal(u.Values, same.Values);
        Assert.NotEqual(a.Values, DarcyFlow.Generate(6, [8], seed: 4)[0].A.Values);
    }

    [Fact]
    public void A_sample_does_not_depend_on_how_many_there_are()
        => Assert.Equal(DarcyFlow.Generate(2, [8], seed: 3)[0].U.Values,
            DarcyFlow.Generate(5, [8], seed: 3)[0].U.Values[..128]);

    /// <summary>Beyond the first batch, and where the last batch is full or not.</summary>
    [Fact]
    public void A_sample_does_not_depend_on_the_batches_around_it()
    {
        var (_, many) = DarcyFlow.Generate(140, [8], seed: 3)[0];
        var (a, u) = DarcyFlow.Generate(70, [8], seed: 3)[0];
        Assert.Equal(u.Values, many.Values[..u.Values.Length]);
        double[] alone = new DarcySolver(8, 8).Solve([.. a[69].ToArray().Select(x => (double)x)]);
        for (int i = 0; i < 64; i++) Assert.Equal(alone[i], u[69][i], 1e-8);
    }

    [Fact]
    public void Torch_keeps_its_number_of_threads()
    {
        int before = torch.get_num_threads();
        try
        {
            torch.set_num_threads(3);
            DarcyFlow.Generate(300, [8], seed: 0);
            Assert.Equal(3, torch.get_num_threads());
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Fact]
    public void Fields_have_the_standard_names_and_two_values()
    {
        var (a, u) = DarcyFlow.Generate(4, [16], seed: 1)[0];
        Assert.Equal(("a", "u", 1, 1, 4, 4), (a.Name, u.Name, a.Channels, u.Channels, a.Count, u.Count));
        Assert.Equal([16, 16], a.Grid);
        Assert.Equal([3f, 12f], a.Values.Distinct().Order());
        Assert.All(u.Values, x => Assert.InRange(x, 1e-6f, 0.1f));
        var (rough, _) = DarcyFlow.Generate(4, [16], seed: 1, new DarcyFlowOptions { Tau = 9, Low = 1, High = 2 })[0];
        Assert.Equal([1f, 2f], rough.Values.Distinct().Order());
        Assert.NotEqual(a.Values.Select(x => x == 12), rough.Values.Select(x => x == 2));
    }

    [Fact]
    public void The_pressure_is_the_solution_for_the_permeability()
    {
        var (a, u) = DarcyFlow.Generate(1, [10], seed: 8)[0];
        double[] solved = new DarcySolver(10, 10).Solve(Array.ConvertAll(a.Values, x => (double)x));
        for (int i = 0; i < 100; i++) Assert.Equal(solved[i], u.Values[i], 1e-7);
    }

    [Fact]
    public void Grids_show_the_same_functions()
    {
        (FieldSamples A, FieldSamples U)[] both = DarcyFlow.Generate(3, [8, 24], seed: 2);
        for (int sample = 0; sample < 3; sample++)
            for (int i = 0; i < 8; i++)
                for (int j = 0; j < 8; j++)
                {
                    // The permeability at the common centre, the pressure's mean over the nine cells within.
                    Assert.Equal(both[1].A[sample][(3 * i + 1) * 24 + 3 * j + 1], both[0].A[sample][i * 8 + j]);
                    double mean = 0;
                    for (int cell = 0; cell < 9; cell++)
                        mean += both[1].U[sample][(3 * i + cell / 3) * 24 + 3 * j + cell % 3] / 9;
                    Assert.Equal(mean, both[0].U[sample][i * 8 + j], 1e-7);
                }
    }

    [Fact]
    public void Progress_counts_every_sample_once()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();
        DarcyFlow.Generate(9, [4], seed: 0, progress: seen.Add);
        Assert.Equal(Enumerable.Range(1, 9), seen.Order());
        Assert.Equal(0, DarcyFlow.Generate(0, [4], seed: 0)[0].A.Count);
    }

    [Fact]
    public void Cancelling_stops_before_the_next_samples()
    {
        using var cancellation = new CancellationTokenSource();
        int done = 0;
        Assert.Throws<OperationCanceledException>(()
            => DarcyFlow.Generate(100_000, [4], seed: 0, cancellation: cancellation.Token, progress: _ =>
        {
            Interlocked.Increment(ref done);
            cancellation.Cancel();
        }));
        Assert.InRange(done, 1, 1000);
        done = 0;
        Assert.Throws<OperationCanceledException>(()
            => DarcyFlow.Generate(5, [4], seed: 0, cancellation: cancellation.Token, progress: _ => done++));
        Assert.Equal(0, done);
    }

    [Fact]
    public void Sizes_that_do_not_divide_the_largest_are_refused()
    {
        Assert.Contains("24",
            Assert.Throws<ArgumentOutOfRangeException>(() => DarcyFlow.Generate(1, [24, 7], 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DarcyFlow.Generate(1, [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarcyFlow.Generate(1, [8, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DarcyFlow.Generate(-1, [8], 0));
    }

    [Fact]
    public void Permeabilities_that_are_not_positive_are_named()
    {
        Assert.Contains("Low is 0",
            Assert.Throws<ArgumentOutOfRangeException>(()
            => DarcyFlow.Generate(1, [4], 0, new DarcyFlowOptions { Low = 0 })).Message);
        Assert.Contains("High is NaN",
            Assert.Throws<ArgumentOutOfRangeException>(()
            => DarcyFlow.Generate(1, [4], 0, new DarcyFlowOptions { High = double.NaN })).Message);
    }

    /// <summary>Elimination and conjugate gradients solve the same finite volumes.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 7)]
    [InlineData(5, 40)]
    public void Elimination_gives_what_conjugate_gradients_give(int rows, int columns)
    {
        var random = new Random(3);
        double[] a = [.. Enumerable.Range(0, rows * columns).Select(_ => 0.1 + 10 * random.NextDouble())],
            f = [.. a.Select(_ => random.NextDouble())];
        var system = new DarcySystem(rows, columns);
        double[] u = system.Solve(a, f), other = new DarcySolver(rows, columns).Solve(a, f),
            product = new double[a.Length];
        for (int i = 0; i < u.Length; i++) Assert.Equal(other[i], u[i], 1e-9);
        system.Matrix(a).Multiply(u, product);
        for (int i = 0; i < u.Length; i++) Assert.Equal(f[i], product[i], 1e-10);
    }

    [Fact]
    public void A_smooth_permeability_is_the_exponential_of_the_field()
    {
        FieldSamples a = new DarcyFlow(8, DarcyFlowOptions.Smooth).Generate(2, 3)[0];
        double[] field = new GaussianRandomField().Sample(SampleBatches.Seed(3, 1), 8, 8);
        for (int i = 0; i < 64; i++) Assert.Equal(Math.Exp(field[i]), a[1][i], 1e-6);
    }

    [Fact]
    public void The_rough_set_has_shorter_lengths()
    {
        Assert.Equal(DarcyFlow.Generate(1, [16], 3, new DarcyFlowOptions { Tau = 5 })[0].A.Values,
            DarcyFlow.Generate(1, [16], 3, DarcyFlowOptions.Rough)[0].A.Values);
        Assert.True(Faces(DarcyFlowOptions.Rough) > 1.2 * Faces(new DarcyFlowOptions()));

        // Neighbours of different values.
        static int Faces(DarcyFlowOptions options)
        {
            float[] a = DarcyFlow.Generate(20, [32], 3, options)[0].A.Values;
            return Enumerable.Range(0, a.Length - 1).Count(i => i % 32 < 31 && a[i] != a[i + 1]);
        }
    }

    /// <summary>Its convergence is that of the finite volumes, which the solver's tests show.</summary>
    [Fact]
    public void A_multiscale_pressure_is_the_mean_over_the_cells_that_are_solved()
    {
        var options = DarcyFlowOptions.Multiscale with { SolvedCells = 96 };
        double[] fine = Array.ConvertAll(new DarcyFlow(96, options).Generate(1, 5)[0].Values, a => (double)a);
        float[] u = new DarcyFlow(32, options).Generate(1, 5)[1].Values;
        double[] solved = new DarcySystem(96, 96).Solve(fine);
        for (int i = 0; i < u.Length; i++)
        {
            double mean = 0;
            for (int cell = 0; cell < 9; cell++)
                mean += solved[(i / 32 * 3 + cell / 3) * 96 + i % 32 * 3 + cell % 3] / 9;
            Assert.Equal(mean, u[i], 1e-5 * mean);
        }
    }

    [Fact]
    public void A_multiscale_permeability_is_the_product_of_its_waves()
    {
        float[] a = new DarcyFlow(16, DarcyFlowOptions.Multiscale with { SolvedCells = 16 }).Generate(1, 5)[0].Values;
        var random = new SeededNormals(SampleBatches.Seed(5, 0));
        double[] waves = [.. new[] { 1, 2, 4, 8, 16, 32 }.Select(k => k + k * random.NextUniform() / 2)];
        double x = 3.5 / 16, y = 9.5 / 16, expected = 1;
        foreach (double w in waves)
            expected *= (1 + 0.5 * Math.Cos(w * Math.PI * (x + y))) * (1 + 0.5 * Math.Sin(w * Math.PI * (y - 3 * x)));
        Assert.Equal(expected, a[3 * 16 + 9], 1e-5 * expected);
        Assert.All(waves.Index(), w => Assert.InRange(w.Item, 1 << w.Index, 1.5 * (1 << w.Index)));
    }

    [Fact]
    public void Cells_that_are_no_multiple_of_the_size_are_refused()
        => Assert.Contains("SolvedCells is 20; expected a multiple of the size 16",
            Assert.Throws<ArgumentOutOfRangeException>(()
            => new DarcyFlow(16, new DarcyFlowOptions { SolvedCells = 20 })).Message);
}
