using Microsoft.ML.NeuralOperators.Problems.Periodic;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class KolmogorovFlowTests
{
    /// <summary>
    /// The force alone makes a flow -k cos ky (1 - e^{-λt})/λ, λ = νk² + α, that does not carry itself.
    /// </summary>
    [Fact]
    public void From_rest_the_flow_grows_into_the_forces_own()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        double[] forcing = KolmogorovFlow.Forcing(24, 3).data<double>().ToArray(),
            end = Run(new double[576], 0.01, 0.2, 3, 2, 4);
        double factor = (1 - Math.Exp(-0.29 * 2)) / 0.29;
        Assert.InRange(Distance(end, [.. forcing.Select(f => f * factor)]), 0, 1e-12);
    }

    /// <summary>
    /// Taylor and Green's vortices 2 cos x cos y decay with e^{-2νt}, carried along by a uniform flow of none.
    /// </summary>
    [Fact]
    public void Vortices_of_Taylor_and_Green_decay()
    {
        double[] start = [.. from i in Enumerable.Range(0, 24) from j in Enumerable.Range(0, 24)
                          select 2 * Math.Cos(2 * Math.PI * i / 24) * Math.Cos(2 * Math.PI * j / 24)];
        double[] end = Run(start, 0.1, 0, 0, 3, 10);
        Assert.InRange(Distance(end, [.. start.Select(w => w * Math.Exp(-0.6))]), 0, 1e-12);
    }

    /// <summary>Two products carry the vorticity as the four of -v·∇ω do.</summary>
    [Fact]
    public void Transport_is_that_of_the_velocity_times_the_gradient()
    {
        const int Size = 24;
        double[] w = new double[Size * Size], expected = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            double x = 2 * Math.PI * (i / Size) / Size, y = 2 * Math.PI * (i % Size) / Size;
            // ω = cos 2x + sin(x + 2y): ψ = cos 2x/4 + sin(x + 2y)/5, u = ψ_y, v = -ψ_x.
            w[i] = Math.Cos(2 * x) + Math.Sin(x + 2 * y);
            double u = 0.4 * Math.Cos(x + 2 * y), v = Math.Sin(2 * x) / 2 - Math.Cos(x + 2 * y) / 5;
            double wx = -2 * Math.Sin(2 * x) + Math.Cos(x + 2 * y), wy = 2 * Math.Cos(x + 2 * y);
            expected[i] = -u * wx - v * wy;
        }
        const double Step = 1e-5;
        double[] after = Run(w, 1e-12, 0, 0, Step, 1), rate = [.. after.Zip(w, (a, b) => (a - b) / Step)];
        Assert.InRange(Distance(rate, expected), 0, 1e-4);
    }

    [Fact]
    public void The_error_falls_with_the_fourth_power_of_the_step()
    {
        double[] start = new PeriodicRandomField(2.5, 7, Math.Pow(7, 1.5)).Sample(3, 48, 48);
        double[] exact = Run(start, 0.01, 0.1, 4, 2, 320);
        double coarse = Distance(Run(start, 0.01, 0.1, 4, 2, 20), exact),
            fine = Distance(Run(start, 0.01, 0.1, 4, 2, 40), exact);
        Assert.InRange(coarse / fine, 11, 24);
    }

    /// <summary>A seed is one flow, which finer grids solve more exactly.</summary>
    [Fact]
    public void Refinement_changes_little()
    {
        var options = new KolmogorovFlowOptions
        {
            Points = 16,
            Frames = 1,
            Start = 0.5,
            Viscosity = 0.01,
            Refinement = 3
        };
        float[] coarse = new KolmogorovFlow(options).Generate(1, 2)[0].Values,
            fine = new KolmogorovFlow(options with { Refinement = 4 }).Generate(1, 2)[0].Values,
            finest = new KolmogorovFlow(options with { Refinement = 8 }).Generate(1, 2)[0].Values;
        double one = Distance(coarse, finest), two = Distance(fine, finest);
        Assert.InRange(two, 0, 1e-4);
        // Spectral accuracy: more than a fourth power of the spacing would give, which is 3.
        Assert.True(one > 5 * two, $"{one}, {two}");

        static double Distance(float[] a, float[] b)
            => KolmogorovFlowTests.Distance([.. a.Select(x => (double)x)], [.. b.Select(x => (double)x)]);
    }

    private static double[] Run(double[] vorticity, double viscosity, double drag, int wave, double time, int steps)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int size = (int)Math.Sqrt(vorticity.Length);
        using torch.Tensor start = torch.tensor(vorticity, [1, size, size], torch.float64);
        torch.Tensor forcing = wave == 0 ? torch.zeros([size, size], torch.float64)
            : KolmogorovFlow.Forcing(size, wave);
        var flow = new VortexFlow(start, viscosity, drag, forcing);
        for (int step = 0; step < steps; step++) flow.Step(time / steps);
        return flow.Values().contiguous().data<double>().ToArray();
    }

    private static double Distance(double[] values, double[] exact)
        => Math.Sqrt(values.Zip(exact, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(x => x * x));
}
