using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class DarcySolverTests
{
    /// <summary>u = sin(πx)·sin(2πy)·e^x with a = 1 + x² + y/2: halving the cells quarters the error.</summary>
    [Fact]
    public void Converges_with_second_order_for_smooth_coefficients()
    {
        double[] errors = [.. new[] { 16, 32, 64 }.Select(n => Error(n, n, A, U, F))];
        Assert.InRange(errors[0], 0, 0.03);
        Assert.InRange(errors[0] / errors[1], 3.7, 4.3);
        Assert.InRange(errors[1] / errors[2], 3.7, 4.3);
        // Cells need not be squares.
        Assert.InRange(Error(24, 48, A, U, F) / Error(48, 96, A, U, F), 3.7, 4.3);

        static double A(double x, double y) => 1 + x * x + y / 2;

        static double U(double x, double y) => Math.Sin(Math.PI * x) * Math.Sin(2 * Math.PI * y) * Math.Exp(x);

        // -a Δu - a_x u_x - a_y u_y
        static double F(double x, double y)
        {
            double sx = Math.Sin(Math.PI * x), cx = Math.Cos(Math.PI * x), sy = Math.Sin(2 * Math.PI * y),
                cy = Math.Cos(2 * Math.PI * y), e = Math.Exp(x);
            double ux = (sx + Math.PI * cx) * sy * e, uy = 2 * Math.PI * sx * cy * e;
            double laplacian = ((1 - Math.PI * Math.PI) * sx
                + 2 * Math.PI * cx) * sy * e - 4 * Math.PI * Math.PI * sx * sy * e;
            return -A(x, y) * laplacian - 2 * x * ux - 0.5 * uy;
        }
    }

    /// <summary>
    /// u = X(x)·sin(πy) with the flux a·X' = q = cos(πx) + c of both sides of a jump at x = 1/2; c makes X vanish at
    /// both ends. Arithmetic means at the jump would leave an error of first order.
    /// </summary>
    [Theory]
    [InlineData(3, 12)]
    [InlineData(100, 1)]
    public void Converges_with_second_order_across_a_jump(double left, double right)
    {
        double c = 2 / Math.PI * (1 / right - 1 / left) / (1 / left + 1 / right);
        double[] errors = [.. new[] { 16, 32, 64 }.Select(n => Error(n, n, A, U, F))];
        Assert.InRange(errors[0] / errors[1], 3.5, 4.5);
        Assert.InRange(errors[1] / errors[2], 3.5, 4.5);

        double A(double x, double y) => x < 0.5 ? left : right;

        // ∫q from the nearer end, over a.
        double X(double x) => x < 0.5 ? (Math.Sin(Math.PI * x) / Math.PI + c * x) / left
            : (Math.Sin(Math.PI * x) / Math.PI - c * (1 - x)) / right;

        double U(double x, double y) => X(x) * Math.Sin(Math.PI * y);

        double F(double x, double y)
            => (Math.PI * Math.Sin(Math.PI * x) + A(x, y) * Math.PI * Math.PI * X(x)) * Math.Sin(Math.PI * y);
    }

    /// <summary>The equations of every cell, written out: what flows out of a cell is what its source gives.</summary>
    [Fact]
    public void Every_cell_keeps_its_balance()
        => Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            int rows = random.Next(1, 12), columns = random.Next(1, 12);
            double[] a = [.. Enumerable.Range(0, rows * columns)
                .Select(_ => random.Next(2) == 0 ? 3.0 : 12 * random.NextDouble() + 0.1)];
            double[] f = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)];
            double[] u = new DarcySolver(rows, columns).Solve(a, f);
            double worst = 0;
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                {
                    double outflow = rows * rows * (Flux(i - 1, j) + Flux(i + 1, j))
                        + columns * columns * (Flux(i, j - 1) + Flux(i, j + 1));
                    worst = Math.Max(worst, Math.Abs(outflow - f[i * columns + j]));

                    double Flux(int k, int l)
                    {
                        double own = a[i * columns + j], value = u[i * columns + j];
                        if (k < 0 || k == rows || l < 0 || l == columns) return 2 * own * value;
                        double other = a[k * columns + l];
                        return 2 * own * other / (own + other) * (value - u[k * columns + l]);
                    }
                }
            Assert.InRange(worst, 0, 1e-8);
        });

    [Fact]
    public void Mirrored_coefficients_give_the_mirrored_pressure()
    {
        const int N = 12;
        var random = new Random(4);
        double[] a = [.. Enumerable.Range(0, N * N).Select(_ => random.Next(2) == 0 ? 3.0 : 12.0)];
        var solver = new DarcySolver(N, N);
        double[] u = solver.Solve(a), mirrored = solver.Solve(At(a, (i, j) => (i, N - 1 - j))),
            turned = solver.Solve(At(a, (i, j) => (j, i)));
        Near(At(u, (i, j) => (i, N - 1 - j)), mirrored);
        Near(At(u, (i, j) => (j, i)), turned);

        static double[] At(double[] x, Func<int, int, (int, int)> from)
            => [.. from i in Enumerable.Range(0, N) from j in Enumerable.Range(0, N) let p = @from(i,
                j) select x[p.Item1 * N + p.Item2]];
    }

    /// <summary>The inverse of a symmetric operator: what a source here does there, one there does here.</summary>
    [Fact]
    public void Sources_and_effects_can_be_exchanged()
    {
        const int N = 10;
        var random = new Random(5);
        double[] a = [.. Enumerable.Range(0, N * N).Select(_ => 0.5 + random.NextDouble())];
        double[] f = [.. a.Select(_ => random.NextDouble())], g = [.. a.Select(_ => random.NextDouble())];
        var solver = new DarcySolver(N, N);
        Assert.Equal(solver.Solve(a, f).Zip(g, (x, y) => x * y).Sum(),
            solver.Solve(a, g).Zip(f, (x, y) => x * y).Sum(), 1e-8);
    }

    [Fact]
    public void Is_linear_in_the_source_and_inverse_in_the_coefficient()
    {
        double[] a = [1, 2, 3, 4, 5, 6], f = [1, 0, 2, 0, 1, 1];
        var solver = new DarcySolver(2, 3);
        double[] u = solver.Solve(a, f);
        Near([.. u.Select(x => 3 * x)], solver.Solve(a, [.. f.Select(x => 3 * x)]));
        Near([.. u.Select(x => x / 2)], solver.Solve([.. a.Select(x => 2 * x)], f));
        Near(solver.Solve(a), solver.Solve(a, [1, 1, 1, 1, 1, 1]));
        Assert.Equal(new double[6], solver.Solve(a, new double[6]));
    }

    /// <summary>They need from one to some hundred iterations, and one of them none.</summary>
    [Fact]
    public void Samples_of_a_batch_are_solved_as_if_alone()
    {
        const int N = 12;
        var random = new Random(6);
        double[] contrasts = [1, 4, 1000, 4];
        double[][] a = [.. contrasts.Select(contrast => Field(() => random.Next(2) == 0 ? 1 : contrast))];
        double[][] f = [.. Enumerable.Range(0, 3).Select(_ => Field(random.NextDouble)), new double[N * N]];
        var solver = new DarcySolver(N, N);
        using torch.Tensor u = solver.Solve(Batch(a), Batch(f));
        double[] all = u.data<double>().ToArray();
        for (int i = 0; i < contrasts.Length; i++) Near(solver.Solve(a[i], f[i]), all[(i * N * N)..((i + 1) * N * N)]);

        static double[] Field(Func<double> value) => [.. Enumerable.Range(0, N * N).Select(_ => value())];

        static torch.Tensor Batch(double[][] fields)
            => torch.tensor([.. fields.SelectMany(x => x)], [fields.Length, N, N], torch.float64);
    }

    /// <summary>Beyond the range of single precision.</summary>
    [Theory]
    [InlineData(1e60)]
    [InlineData(1e-60)]
    public void Sources_and_coefficients_may_be_of_any_scale(double scale)
    {
        double[] a = [1, 2, 3, 4, 5, 6], f = [1, 0, 2, 0, 1, 1];
        var solver = new DarcySolver(2, 3);
        Near(solver.Solve(a, f), [.. solver.Solve(a, [.. f.Select(x => x * scale)]).Select(x => x / scale)]);
        Near(solver.Solve(a, f), [.. solver.Solve([.. a.Select(x => x * scale)], f).Select(x => x * scale)]);
    }

    [Fact]
    public void Tensors_of_another_shape_or_type_are_refused_with_both()
    {
        using torch.Tensor turned = torch.ones(1, 3, 2, dtype: torch.float64), single = torch.ones(1, 2, 3);
        using torch.Tensor right = torch.ones(2, 2, 3, dtype: torch.float64), fewer = right[..1];
        var solver = new DarcySolver(2, 3);
        Assert.Contains("Expected [1, 2, 3] in double precision, got [1, 3, 2]", Refusal(turned));
        Assert.Contains("got [1, 2, 3] as Float32", Refusal(single));
        Assert.Contains("Expected [2, 2, 3] in double precision, got [1, 2, 3]", Refusal(right, fewer));

        string Refusal(torch.Tensor a, torch.Tensor? f = null)
            => Assert.Throws<ArgumentException>(f is null ? "permeability" : "source", () => solver.Solve(a, f))
                .Message;
    }

    /// <summary>One cell: the flux over half a cell at four sides, 8·a·u = f.</summary>
    [Fact]
    public void One_cell_is_solved_by_hand() => Assert.Equal(1.0 / 16, new DarcySolver(1, 1).Solve([2])[0], 1e-14);

    [Fact]
    public void Large_contrasts_are_solved()
    {
        const int N = 16;
        double[] a = [.. Enumerable.Range(0, N * N).Select(i => (i / 4 + i / N / 4) % 2 == 0 ? 1e-3 : 1e3)];
        Assert.All(new DarcySolver(N, N).Solve(a), u => Assert.True(u > 0 && double.IsFinite(u)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Coefficients_that_are_not_positive_are_named(double value)
        => Assert.Contains($"got {value}",
            Assert.Throws<ArgumentException>(() => new DarcySolver(1, 2).Solve([1, value])).Message);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Sources_that_are_not_finite_are_named(double value)
        => Assert.Contains($"got {value}",
            Assert.Throws<ArgumentException>(() => new DarcySolver(1, 2).Solve([1, 1], [1, value])).Message);

    [Fact]
    public void Fields_of_another_size_are_refused_with_both_sizes()
    {
        Assert.Contains("Expected 6 numbers of [2, 3], got 5",
            Assert.Throws<ArgumentException>(() => new DarcySolver(2, 3).Solve(new double[5])).Message);
        var error = Assert.Throws<ArgumentException>(() => new DarcySolver(2, 3)
            .Solve([1, 1, 1, 1, 1, 1], new double[4]));
        Assert.Contains("Expected 6 numbers of [2, 3], got 4", error.Message);
        Assert.Equal("source", error.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarcySolver(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DarcySolver(3, -1));
    }

    // The largest error at the cell centres; x runs along the second axis, y along the first.
    private static double Error(int rows, int columns, Func<double, double, double> a, Func<double, double, double> u,
        Func<double, double, double> f)
    {
        double[] solved = new DarcySolver(rows, columns).Solve(Centres(a), Centres(f));
        return solved.Zip(Centres(u), (x, y) => Math.Abs(x - y)).Max();

        double[] Centres(Func<double, double, double> field)
            => [.. from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0,
                columns) select field((j + 0.5) / columns, (i + 0.5) / rows)];
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }
}
