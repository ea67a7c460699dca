using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.CoefficientBasis;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

/// <summary>Residuals of coefficients vanish for solutions, and are integrals of squares.</summary>
public class CoefficientResidualTests
{
    [Fact]
    public void Poissons_waves_have_none_and_errors_count_by_their_square()
    {
        // s = cos 2π(x + y): u = s/8π².
        double[] s = Coefficients([7, 7], [Fourier, Fourier], x => Math.Cos(2 * Math.PI * (x[0] + x[1])));
        double scale = 1 / (8 * Math.PI * Math.PI);
        var loss = new CoefficientPoissonResidual();
        Assert.InRange(Of(loss, [.. s.Select(c => c * scale)], s, 7, 7), 0, 1e-12);
        // Half of it leaves half of s, whose mean square is ½.
        Assert.Equal(0.125, Of(loss, [.. s.Select(c => c * scale / 2)], s, 7, 7), 1e-9);
    }

    [Fact]
    public void Polynomials_solve_Poissons_equation_between_walls()
    {
        double[] u = Coefficients([6, 6], [Chebyshev, Chebyshev], x => x[0] * (1 - x[0]) * x[1] * (1 - x[1])),
            s = Coefficients([6, 6], [Chebyshev, Chebyshev], x => 2 * (x[1] * (1 - x[1]) + x[0] * (1 - x[0])));
        Assert.InRange(Of(new CoefficientPoissonResidual(Chebyshev), u, s, 6, 6), 0, 1e-12);
        Assert.True(Of(new CoefficientPoissonResidual(Chebyshev), s, s, 6, 6) > 0.1);
    }

    [Fact]
    public void Logistic_growth_and_diffusion_are_what_reaction_asks()
    {
        // Without diffusion's part, since it is constant in space.
        double[] u = Coefficients([24, 5], [Chebyshev, Fourier], x => 1 / (1 + 3 * Math.Exp(-5 * 0.8 * x[0])));
        Assert.InRange(Of(new CoefficientReactionResidual(0.1, 5, 0.8), u, u, 24, 5), 0, 1e-9);
        Assert.True(Of(new CoefficientReactionResidual(0.1, 4, 0.8), u, u, 24, 5) > 1e-2);
        // Without growth, a wave decays.
        double[] wave = Coefficients([16, 5], [Chebyshev, Fourier],
            x => Math.Exp(-0.05 * 4 * Math.PI * Math.PI * x[0]) * Math.Sin(2 * Math.PI * x[1]));
        Assert.InRange(Of(new CoefficientReactionResidual(0.05, 0), wave, wave, 16, 5), 0, 1e-9);
        Assert.True(Of(new CoefficientReactionResidual(0.06, 0), wave, wave, 16, 5) > 1e-2);
    }

    [Fact]
    public void Vortices_of_one_length_decay_and_others_are_moved()
    {
        const double Viscosity = 0.01, Duration = 2;
        double rate = Viscosity * 4 * Math.PI * Math.PI * 5 * Duration;
        double[] w = Flow(x => Math.Exp(-rate * x[0]) * (Math.Cos(2 * Math.PI * (x[1] + 2 * x[2]))
            + Math.Sin(2 * Math.PI * (2 * x[1] - x[2]))));
        Assert.InRange(Of(new CoefficientVorticityResidual(Viscosity, Duration), w, w, 14, 7, 7), 0, 1e-8);
        // A force that holds what diffusion takes: the flow stands still.
        double[] still = Flow(x => Math.Cos(2 * Math.PI * (x[1] + 2 * x[2])));
        double[] force = [.. still[..49].Select(c => c * Viscosity * 4 * Math.PI * Math.PI * 5)];
        Assert.InRange(Of(new CoefficientVorticityResidual(Viscosity, 1, force), still, still, 14, 7, 7), 0, 1e-10);
        // Waves of two lengths: -(1/k₁² - 1/k₂²) ω₁_x ω₂_y is 0.8·2·cos 2πx·sin 2π(x + 2y).
        double[] two = Flow(x => Math.Sin(2 * Math.PI * x[1]) + Math.Cos(2 * Math.PI * (x[1] + 2 * x[2])));
        double transport = 0.8 * 2;
        Assert.Equal(transport * transport / 4, Of(new CoefficientVorticityResidual(0, 1), two, two, 14, 7, 7), 1e-9);

        static double[] Flow(Func<double[], double> f) => Coefficients([14, 7, 7], [Chebyshev, Fourier, Fourier], f);
    }

    /// <summary>
    /// The solver's frames, with transport by waves of several lengths, whose direction squares do not show.
    /// </summary>
    [Fact]
    public void A_solved_flow_meets_the_equation()
    {
        const double Viscosity = 0.01;
        const int Points = 15, Frames = 65, TimeModes = 16, Nodes = 8;
        double[] initial = [.. Enumerable.Range(0, Points * Points).Select(i =>
        {
            double x = 2 * Math.PI * (i / Points) / Points, y = 2 * Math.PI * (i % Points) / Points;
            return 0.5 * (Math.Sin(x) + Math.Cos(x + y) + Math.Sin(2 * x - y));
        })];
        FieldSamples flow = new VorticityEquation(new()
        {
            Points = Points,
            SolvedPoints = 4 * Points,
            Viscosity = Viscosity,
            Frames = Frames,
            Start = 0,
            Interval = 1.0 / (Frames - 1),
            TimeStep = 1e-3,
        }).Solve(new FieldSamples("w", 1, [Points, Points], [.. initial.Select(w => (float)w)]));
        double[] force = Coefficients([Points, Points], [Fourier, Fourier],
            x => VorticityEquation.Forcing(Points)[Place(x[0], x[1])]);
        double[] w = Flow(false), mirrored = Flow(true);
        var loss = new CoefficientVorticityResidual(Viscosity, 1, force);
        double residual = Of(loss, w, w, TimeModes, Points, Points);
        Assert.InRange(residual, 0, 1e-3);
        // The same frames in a mirror turn the other way.
        Assert.True(Of(loss, mirrored, mirrored, TimeModes, Points, Points) > 100 * residual);

        double[] Flow(bool isMirrored) => Coefficients([TimeModes, Points, Points], [Chebyshev, Fourier, Fourier],
            x => At(x[0], isMirrored ? Place(x[2], x[1]) : Place(x[1], x[2])));

        // The polynomial through the frames around a time.
        double At(double time, int place)
        {
            int first = Math.Clamp((int)(time * (Frames - 1)) - Nodes / 2 + 1, 0, Frames - Nodes);
            return Enumerable.Range(first, Nodes).Sum(i => flow[0][i * Points * Points + place]
                * Enumerable.Range(first, Nodes).Where(j => j != i)
                    .Aggregate(1.0, (p, j) => p * (time * (Frames - 1) - j) / (i - j)));
        }

        static int Place(double x, double y)
            => (int)Math.Round(x * Points) % Points * Points + (int)Math.Round(y * Points) % Points;
    }

    [Fact]
    public void Other_axes_are_refused_in_words()
    {
        var error = Assert.Throws<InvalidOperationException>(()
            => Of(new CoefficientVorticityResidual(1), new double[12], new double[12], 3, 4));
        Assert.Contains("Chebyshev, Fourier, Fourier", error.Message);
    }

    private static double Of(ResidualLoss loss, double[] prediction, double[] input, params long[] modes)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor u = torch.tensor(prediction, [1, 1, .. modes]), given = torch.tensor(input, [1, 1, .. modes]);
        return loss.PerSample(new LossFields(u, null, () => u, _ => given)).item<double>();
    }

    private static double[] Coefficients(int[] modes, CoefficientBasis[] bases, Func<double[], double> f)
    {
        double[] values = [.. Places(0, [])];
        for (int axis = 0, outer = 1; axis < modes.Length; axis++)
        {
            double[] matrix = Layers.CoefficientMatrices.ToCoefficients(bases[axis], modes[axis], modes[axis]);
            int n = modes[axis], inner = values.Length / (outer * n);
            var next = new double[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                int o = i / (n * inner), k = i / inner % n, rest = i % inner;
                for (int j = 0; j < n; j++) next[i] += matrix[k * n + j] * values[(o * n + j) * inner + rest];
            }
            (values, outer) = (next, outer * n);
        }
        return values;

        IEnumerable<double> Places(int axis, double[] before) => axis == modes.Length ? [f(before)]
            : Layers.CoefficientMatrices.Nodes(bases[axis], modes[axis])
                .SelectMany(x => Places(axis + 1, [.. before, x]));
    }
}
