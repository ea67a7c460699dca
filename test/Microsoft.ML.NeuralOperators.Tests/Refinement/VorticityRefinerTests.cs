using Microsoft.ML.NeuralOperators.Refinement;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Refinement;

/// <summary>Refined frames of flows that are known exactly.</summary>
public class VorticityRefinerTests
{
    private const double Viscosity = 5e-3, Interval = 0.1;
    private const int Frames = 6;

    /// <summary>
    /// Waves of one length move nothing but each other's sum, which decays: cos 2π(x + 2y) and sin 2π(2x - y), with a
    /// constant velocity's worth of nothing.
    /// </summary>
    [Theory]
    [InlineData(16, 16, 4)]
    [InlineData(15, 18, 4)]
    [InlineData(16, 16, 1)]
    public void Disturbed_frames_of_an_exact_flow_come_back(int rows, int columns, int given)
    {
        float[] known = Exact(rows, columns, 1 - given, given), truth = Exact(rows, columns, 1, Frames);
        float[] frames = Disturbed(truth, rows, columns);
        var refiner = new VorticityRefiner(rows, columns, new(Viscosity, Interval) { Tolerance = 0 });
        double before = Distance(frames, truth);
        RefinementReport report = refiner.Refine(known, frames);
        Assert.Equal(11, report.Residuals.Count);
        Assert.InRange(report.Reduction, 0, 1e-2);
        Assert.InRange(Distance(frames, truth), 0, before / 30);
        // What it tells is the residual of what it gives, to single precision.
        Assert.Equal(report.Residuals.Min(), refiner.Residual(known, frames), 1e-5);
    }

    [Fact]
    public void An_exact_flow_has_hardly_any_residual()
    {
        float[] known = Exact(16, 16, -3, 4), truth = Exact(16, 16, 1, Frames);
        var refiner = new VorticityRefiner(16, 16, new(Viscosity, Interval));
        double residual = refiner.Residual(known, truth);
        Assert.InRange(residual, 0, 1e-5);
        // A hundredth more is seen.
        Assert.True(refiner.Residual(known, [.. truth.Select(w => 1.01f * w)]) > 100 * residual);
    }

    [Fact]
    public void Forces_keep_a_flow_as_it_is()
    {
        float[] still = Exact(16, 16, 0, 1), frames = [.. Enumerable.Repeat(still, Frames).SelectMany(w => w)];
        // νΔω + f = 0; all waves have |k|² = 5.
        double[] forcing = [.. still.Select(w => Viscosity * 4 * Math.PI * Math.PI * 5 * w)];
        Assert.InRange(new VorticityRefiner(16, 16, new(Viscosity, Interval) { Forcing = forcing })
            .Residual(still, frames), 0, 1e-5);
        Assert.True(new VorticityRefiner(16, 16, new(Viscosity, Interval)).Residual(still, frames) > 1e-2);
    }

    [Fact]
    public void It_stops_at_the_tolerance_and_never_gives_worse()
    {
        float[] known = Exact(16, 16, -3, 4), truth = Exact(16, 16, 1, Frames);
        float[] frames = Disturbed(truth, 16, 16);
        RefinementReport loose = new VorticityRefiner(16, 16, new(Viscosity, Interval)
        {
            Tolerance = 0.2,
            Iterations = 50,
        }).Refine(known, frames);
        Assert.InRange(loose.Residuals.Count, 2, 11);
        Assert.True(loose.Residuals[^1] <= 0.2 * loose.Residuals[0]);
        Assert.All(loose.Residuals.SkipLast(1), norm => Assert.True(norm > 0.2 * loose.Residuals[0]));
        // Frames far too far apart: nothing can be gained, and nothing is lost.
        float[] wild = [.. truth.Select((w, i) => w + 50 * MathF.Sin(i))];
        var blind = new VorticityRefiner(16, 16, new(0, 100) { Tolerance = 0 });
        double before = blind.Residual(known, wild);
        blind.Refine(known, wild);
        Assert.All(wild, value => Assert.True(float.IsFinite(value)));
        Assert.True(blind.Residual(known, wild) <= before * 1.0001);
    }

    [Fact]
    public void Transport_is_that_of_differences()
    {
        // Two waves of different lengths, whose transport is known: v·∇ω = (1/k₁² - 1/k₂²)·(∂yω₁∂xω₂ - ∂xω₁∂yω₂).
        var plane = new PeriodicPlane(16, 16);
        var equation = new VortexEquation(plane, new(0, 1));
        var spectrum = new System.Numerics.Complex[256];
        for (int i = 0; i < 256; i++) spectrum[i] = First(X(i), Y(i)) + Second(X(i), Y(i));
        plane.ToSpectrum(spectrum);
        var state = new System.Numerics.Complex[equation.Waves];
        var rate = new System.Numerics.Complex[equation.Waves];
        equation.Gather(spectrum, state);
        equation.Rate(state, rate);
        Array.Clear(spectrum);
        equation.Scatter(rate, spectrum);
        plane.ToField(spectrum);
        const double Step = 1e-5;
        for (int i = 0; i < 256; i++)
        {
            double transport = (1 / Squares(1, 0) - 1 / Squares(1, 2))
                * (Along(First, X(i), Y(i), 0, Step) * Along(Second, X(i), Y(i), Step, 0)
                    - Along(First, X(i), Y(i), Step, 0) * Along(Second, X(i), Y(i), 0, Step));
            Assert.Equal(-transport, spectrum[i].Real, 1e-6);
        }

        static double X(int i) => i / 16 / 16.0;
        static double Y(int i) => i % 16 / 16.0;
        static double First(double x, double y) => Math.Sin(2 * Math.PI * x);
        static double Second(double x, double y) => Math.Cos(2 * Math.PI * (x + 2 * y));
        static double Squares(int p, int q) => 4 * Math.PI * Math.PI * (p * p + q * q);
        static double Along(Func<double, double, double> f, double x, double y, double dx, double dy)
            => (f(x + dx, y + dy) - f(x - dx, y - dy)) / (2 * Step);
    }

    [Fact]
    public void Integrals_between_frames_are_those_of_polynomials()
    {
        // ∫ t⁵ from 2 to 3, at the beginning, inside and at the end.
        foreach ((int first, int last) in new[] { (2, 9), (-2, 9), (-5, 3) })
        {
            (int start, double[] weights) = TimeQuadrature.Weights(3, first, last);
            Assert.Equal(6, weights.Length);
            Assert.InRange(start, first, last - 5);
            Assert.Equal((729 - 64) / 6.0, weights.Select((w, i) => w * Math.Pow(start + i, 5)).Sum(), 1e-9);
        }
        // Of two frames, the trapezoid.
        Assert.Equal([0.5, 0.5], TimeQuadrature.Weights(1, 0, 1).Weights);
    }

    [Fact]
    public void What_cannot_be_refined_is_refused_in_words()
    {
        var refiner = new VorticityRefiner(4, 4, new(1, 1));
        Assert.Contains("frames of 4×4", Assert.Throws<ArgumentException>(()
            => refiner.Refine(new float[16], new float[20])).Message);
        Assert.Contains("Frame 1 holds NaN", Assert.Throws<ArgumentException>(()
            => refiner.Refine(new float[16], [.. new float[16], .. Enumerable.Repeat(float.NaN, 16)])).Message);
        Assert.Contains("Forcing has 3 numbers", Assert.Throws<ArgumentOutOfRangeException>(()
            => new VorticityRefiner(4, 4, new(1, 1) { Forcing = [1, 2, 3] })).Message);
        Assert.Contains("Interval is 0", Assert.Throws<ArgumentOutOfRangeException>(()
            => new VorticityRefiner(4, 4, new(1, 0))).Message);
        using var source = new CancellationTokenSource();
        source.Cancel();
        float[] frames = [.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i))], before = [.. frames];
        Assert.Throws<OperationCanceledException>(() => refiner.Refine(new float[16], frames, source.Token));
        Assert.Equal(before, frames);
    }

    private static float[] Exact(int rows, int columns, int first, int count)
        => [.. Enumerable.Range(first, count).SelectMany(frame => Enumerable.Range(0, rows * columns).Select(i =>
        {
            double x = (double)(i / columns) / rows, y = (double)(i % columns) / columns;
            double decay = Math.Exp(-Viscosity * 4 * Math.PI * Math.PI * 5 * frame * Interval);
            return (float)(decay * (Math.Cos(2 * Math.PI * (x + 2 * y)) + Math.Sin(2 * Math.PI * (2 * x - y))));
        }))];

    // Longer and shorter waves, more with every frame.
    private static float[] Disturbed(float[] truth, int rows, int columns) => [.. truth.Select((w, i) =>
    {
        double x = (double)(i / columns % rows) / rows, y = (double)(i % columns) / columns;
        return (float)(w + 0.02 * (1 + i / (rows * columns))
            * (Math.Sin(2 * Math.PI * x) + Math.Cos(2 * Math.PI * (3 * y - x))));
    })];

    private static double Distance(float[] a, float[] b)
        => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum() / a.Length);
}
