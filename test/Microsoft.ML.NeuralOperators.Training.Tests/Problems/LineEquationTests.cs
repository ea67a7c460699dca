using System.Numerics;
using Microsoft.ML.NeuralOperators.Problems.Periodic;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

/// <summary>Kuramoto-Sivashinsky and Korteweg-de Vries.</summary>
public class LineEquationTests
{
    /// <summary>A soliton 3c sech²(√c(x - ct)/2) moves with the speed c and keeps its form.</summary>
    [Fact]
    public void Solitons_of_Korteweg_and_de_Vries_travel()
    {
        double[] last = Solve(Soliton(0), KortewegDeVriesEquation.Symbol, 64, 20, 800), exact = Soliton(20);
        Assert.InRange(Distance(last, exact), 0, 1e-7);
        // Twice the step, sixteen times the error.
        double coarse = Distance(Solve(Soliton(0), KortewegDeVriesEquation.Symbol, 64, 20, 400), exact),
            fine = Distance(last, exact);
        Assert.InRange(coarse / fine, 12, 24);

        static double[] Soliton(double time) => [.. Enumerable.Range(0, 256).Select(i =>
        {
            double x = Math.IEEERemainder(i / 4.0 - 32 - 0.7 * time, 64), cosh = Math.Cosh(Math.Sqrt(0.7) * x / 2);
            return 3 * 0.7 / (cosh * cosh);
        })];
    }

    [Fact]
    public void Korteweg_and_de_Vries_keep_mean_and_mean_square()
    {
        FieldSamples u = new KortewegDeVriesEquation(new() { Frames = 3, Start = 0, Interval = 50 }).Generate(1, 4)[0];
        double[] means = [.. Frames(u).Select(f => f.Average())],
            squares = [.. Frames(u).Select(f => f.Average(x => x * x))];
        Assert.All(means, mean => Assert.Equal(means[0], mean, 1e-6));
        Assert.All(squares, square => Assert.Equal(1, square / squares[0], 1e-6));
    }

    [Fact]
    public void Kuramoto_and_Sivashinsky_keep_the_mean_and_lose_their_beginning()
    {
        FieldSamples u = new KuramotoSivashinskyEquation(new() { Frames = 3, Start = 0, Interval = 50 })
            .Generate(1, 4)[0];
        double[][] frames = Frames(u);
        Assert.All(frames, f => Assert.Equal(0, f.Average(), 1e-5));
        // The attractor has a root mean square of about 1.3 whatever the state it came from.
        Assert.InRange(Math.Sqrt(frames[2].Average(x => x * x)), 0.9, 1.8);
    }

    /// <summary>A wave that is too small to meet itself grows with exp((q² - q⁴)t).</summary>
    [Fact]
    public void Small_waves_of_Kuramoto_and_Sivashinsky_grow_as_their_exponent_says()
    {
        double[] start = [.. Enumerable.Range(0, 64).Select(i => 1e-8 * Math.Cos(2 * Math.PI * 5 * i / 64))];
        double q = 2 * Math.PI * 5 / 50, growth = Math.Exp((q * q - q * q * q * q) * 10);
        double[] end = Solve(start, KuramotoSivashinskyEquation.Symbol, 50, 10, 100);
        Assert.InRange(Distance(end, [.. start.Select(x => x * growth)]), 0, 1e-6);
    }

    [Fact]
    public void The_error_of_Kuramoto_and_Sivashinsky_falls_with_the_fourth_power_of_the_step()
    {
        double[] start = [.. Enumerable.Range(0, 128)
            .Select(i => Math.Cos(2 * Math.PI * i / 128) * (1 + Math.Sin(2 * Math.PI
            * i / 128)))];
        double[] exact = Solve(start, KuramotoSivashinskyEquation.Symbol, 32 * Math.PI, 20, 3200);
        double coarse = Distance(Solve(start, KuramotoSivashinskyEquation.Symbol, 32 * Math.PI, 20, 400), exact),
            fine = Distance(Solve(start, KuramotoSivashinskyEquation.Symbol, 32 * Math.PI, 20, 800), exact);
        Assert.InRange(coarse / fine, 9, 24);
        Assert.InRange(fine, 0, 1e-8);
    }

    /// <summary>
    /// More points and shorter steps change the published trajectories by less than single precision shows.
    /// </summary>
    [Fact]
    public void The_defaults_solve_Korteweg_and_de_Vries_to_six_digits()
    {
        var options = new KortewegDeVriesOptions { Frames = 2, Interval = 50, Start = 50 };
        float[] usual = new KortewegDeVriesEquation(options).Generate(2, 4)[0].Values,
            fine = new KortewegDeVriesEquation(options with { Refinement = 3, TimeStep = 0.01 })
            .Generate(2, 4)[0].Values;
        Assert.InRange(Distance([.. usual.Select(x => (double)x)], [.. fine.Select(x => (double)x)]), 0, 1e-6);
    }

    /// <summary>
    /// Later, errors grow as those of any chaotic flow: by a factor of ten in 25 units of time or so.
    /// </summary>
    [Fact]
    public void The_defaults_solve_Kuramoto_and_Sivashinsky_to_six_digits_before_it_is_chaotic()
    {
        var options = new KuramotoSivashinskyOptions { Frames = 1, Start = 20 };
        float[] usual = new KuramotoSivashinskyEquation(options).Generate(2, 4)[0].Values,
            fine = new KuramotoSivashinskyEquation(options with { Refinement = 2, TimeStep = 0.0125 }).Generate(2, 4)[0]
                .Values;
        Assert.InRange(Distance([.. usual.Select(x => (double)x)], [.. fine.Select(x => (double)x)]), 0, 1e-6);
    }

    [Fact]
    public void Periods_and_times_differ_by_up_to_a_tenth_and_are_told()
    {
        IReadOnlyList<FieldSamples> fields =
            new KuramotoSivashinskyEquation(new() { Frames = 1, Start = 0, Points = 64 })
            .Generate(50, 1);
        Assert.Equal(["u", "dx", "dt"], fields.Select(f => f.Name));
        Assert.InRange(fields[1].Values.Min(), 0.9f, 0.93f);
        Assert.InRange(fields[1].Values.Max(), 1.07f, 1.1f);
        Assert.InRange(fields[2].Values.Min(), 0.18f, 0.187f);
        Assert.InRange(fields[2].Values.Max(), 0.213f, 0.22f);
    }

    private static double[] Solve(double[] start, Func<double, Complex> symbol, double period, double time, int steps)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var lines = new QuadraticLines(start, [(period, 1)], symbol);
        for (int step = 0; step < steps; step++) lines.Step(time / steps);
        return lines.Values().contiguous().data<double>().ToArray();
    }

    private static double[][] Frames(FieldSamples u) => [.. Enumerable.Range(0, u.Channels).Select(frame
        => u.Values.Skip(frame * u.Grid[0]).Take(u.Grid[0]).Select(x => (double)x).ToArray())];

    private static double Distance(double[] values, double[] exact)
        => Math.Sqrt(values.Zip(exact, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(x => x * x));
}
