using Microsoft.ML.NeuralOperators.Problems;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class HelmholtzEquationTests
{
    /// <summary>
    /// u = cos(3πx)·cos(βy), β² = 200 - 9π², waves of the sign that makes the matrix indefinite: third order or better.
    /// </summary>
    [Fact]
    public void Waves_of_constant_speed_converge_with_third_order()
    {
        const double Squares = 200;
        double beta = Math.Sqrt(Squares - 9 * Math.PI * Math.PI);
        Converges([21, 41, 81], _ => Squares, (x, y) => Math.Cos(3 * Math.PI * x) * Math.Cos(beta * y),
            x => -beta * Math.Sin(beta) * Math.Cos(3 * Math.PI * x));
    }

    /// <summary>u = 2 + cos(πx)·cos(πy/2), and the k² that belongs to it.</summary>
    [Fact]
    public void Variable_speeds_converge_with_third_order()
        => Converges([11, 21, 41], u => 5 * Math.PI * Math.PI / 4 * (u - 2) / u,
            (x, y) => 2 + Math.Cos(Math.PI * x) * Math.Cos(Math.PI * y / 2), x => -Math.PI / 2 * Math.Cos(Math.PI * x));

    /// <summary>For constant k² = -κ² nothing but the flux puts anything in: κ²∫u = 0.3.</summary>
    [Fact]
    public void What_flows_in_is_what_is_there()
    {
        var system = new HelmholtzSystem(21);
        double[] squares = new double[21 * 21];
        Array.Fill(squares, -4);
        double[] u = system.Solve(squares, _ => 1, 0.35, 0.65);
        double[] line = [.. Enumerable.Range(0, 21).Select(i => (i is 0 or 20 ? 1 : i % 2 == 1 ? 4 : 2) / 60.0)];
        double integral = 0;
        for (int i = 0; i < u.Length; i++) integral += line[i / 21] * line[i % 21] * u[i];
        Assert.Equal(0.3, 4 * integral, 1e-12);
    }

    [Fact]
    public void The_published_set_is_solved_to_a_residual_of_1e_10()
    {
        var options = new HelmholtzOptions();
        IReadOnlyList<FieldSamples> fields = new HelmholtzEquation(options).Generate(1, 3);
        double[] c = Array.ConvertAll(fields[0].Values, v => (double)v);
        Assert.All(c, speed => Assert.InRange(speed, 19, 21));
        Assert.InRange(c.Max() - c.Min(), 0.05, 2);
        var system = new HelmholtzSystem(101);
        double[] squares = Array.ConvertAll(c, speed => 1e6 / (speed * speed)), product = new double[c.Length];
        double[] u = system.Solve(squares, _ => 1, 0.35, 0.65), right = system.Right(_ => 1, 0.35, 0.65);
        system.Matrix(squares).Multiply(u, product);
        Assert.InRange(product.Zip(right, (a, b) => (a - b) * (a - b)).Sum() / right.Sum(b => b * b), 0, 1e-20);
        // The generator's speeds have more digits than what it gives back.
        double change = u.Zip(fields[1].Values, (a, b) => (a - b) * (a - b)).Sum() / u.Sum(a => a * a);
        Assert.InRange(change, 0, 1e-6);
        Assert.InRange(right.Sum(), 0.3 - 1e-12, 0.3 + 1e-12);
        Assert.All(right.Index(), r => Assert.True(r.Item == 0 || r.Index % 101 == 100));
    }

    [Fact]
    public void Even_sizes_are_refused()
        => Assert.Contains("Size is 100; expected an odd number", Assert.Throws<ArgumentOutOfRangeException>(
            () => new HelmholtzEquation(new HelmholtzOptions { Size = 100 })).Message);

    private static void Converges(int[] sizes, Func<double, double> squares, Func<double, double, double> exact,
        Func<double, double> flux)
    {
        double[] errors = Array.ConvertAll(sizes, size =>
        {
            double[] u = [.. Enumerable.Range(0, size * size)
                .Select(p => exact((double)(p / size) / (size - 1), (double)(p % size) / (size - 1)))];
            double[] solved = new HelmholtzSystem(size).Solve(Array.ConvertAll(u, v => squares(v)), flux);
            return Math.Sqrt(solved.Zip(u, (a, b) => (a - b) * (a - b)).Average());
        });
        // Points of the elements are often better than the whole: fourth order.
        Assert.InRange(errors[0] / errors[1], 7, 18);
        Assert.InRange(errors[1] / errors[2], 7, 18);
    }
}
