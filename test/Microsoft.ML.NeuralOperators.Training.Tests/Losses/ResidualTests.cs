using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

/// <summary>
/// Residuals vanish for solutions: at once where the solver shares the stencil, with the order of the differences
/// elsewhere.
/// </summary>
public class ResidualTests
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;

    [Theory]
    [InlineData(ResidualNorm.L2)]
    [InlineData(ResidualNorm.NegativeSobolev)]
    public void Poisson_solutions_have_none(ResidualNorm norm)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var (f, u) = PoissonEquation.Generate(3, 21, 1);
        torch.Tensor solution = Tensor(u), source = Tensor(f);
        Assert.True(Loss(new HelmholtzResidual(0, norm), solution, source).max().item<double>() < 1e-3);
        Assert.True(Loss(new HelmholtzResidual(0, norm), solution * 1.1, source).min().item<double>() > 0.09);
    }

    [Fact]
    public void The_negative_norm_of_Poissons_residual_is_the_error_of_the_gradient()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var (f, u) = PoissonEquation.Generate(1, 33, 2);
        torch.Tensor solution = Tensor(u), error = torch.zeros_like(solution);
        error.narrow(2, 1, 31).narrow(3, 1, 31).copy_(torch.randn([1, 1, 31, 31], Double) * 0.01);
        double residual = Loss(new HelmholtzResidual(), solution + error, Tensor(f)).item<double>();
        Assert.Equal(Gradient(error) / Gradient(solution), residual, 0.01 * residual);

        static double Gradient(torch.Tensor x)
            => Math.Sqrt(((x.narrow(2, 1, 32) - x.narrow(2, 0, 32)).pow(2)
                .sum() + (x.narrow(3, 1, 32) - x.narrow(3, 0, 32)).pow(2).sum()).item<double>());
    }

    [Fact]
    public void Helmholtz_residuals_fall_with_the_square_of_the_spacing()
    {
        // u = sin πx sin πy.
        double[] helmholtz = [.. new[] { 17, 33, 65 }.Select(n => Residual(n))];
        Assert.All(helmholtz.Zip(helmholtz.Skip(1)), pair => Assert.InRange(pair.First / pair.Second, 3.7, 4.3));

        static double Residual(int n)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor line = (torch.arange(n, dtype: Double) / (n - 1) * Math.PI).sin();
            torch.Tensor u = (line.reshape(n, 1) * line.reshape(1, n)).reshape(1, 1, n, n);
            return Loss(new HelmholtzResidual(3, ResidualNorm.L2), u, u * (2 * Math.PI * Math.PI - 9)).item<double>();
        }
    }

    [Fact]
    public void Darcys_residual_takes_the_coefficient_at_the_faces()
    {
        // a = 1 + x, u = ln(1 + x)/ln 2 - x: -(a u')' = 1 with u(0) = u(1) = 0, the same for every y.
        double[] residuals = [.. new[] { 17, 33, 65 }.Select(Residual)];
        Assert.All(residuals.Zip(residuals.Skip(1)), pair => Assert.InRange(pair.First / pair.Second, 3.5, 4.5));

        static double Residual(int n)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor x = torch.arange(n, dtype: Double).reshape(1, 1, n, 1) / (n - 1);
            torch.Tensor u = (x * -1 + (x + 1).log() / Math.Log(2)).expand(1, 1, n, n), a = (x + 1).expand(1, 1, n, n);
            return Loss(new DarcyResidual { Points = PointPlacement.EndPoints }, u, a).item<double>();
        }
    }

    /// <summary>
    /// The scheme's own error at 32 cells is a few percent; the truth solves the same equations, to the digits of a
    /// Single.
    /// </summary>
    [Theory]
    [InlineData(ResidualNorm.L2, 1e-2)]
    [InlineData(ResidualNorm.NegativeSobolev, 1e-4)]
    public void Darcys_own_truth_has_none(ResidualNorm norm, double most)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var (a, u) = DarcyFlow.Generate(3, [32], 1)[0];
        torch.Tensor truth = Tensor(u), coefficient = Tensor(a);
        Assert.InRange(Loss(new DarcyResidual(1, norm), truth, coefficient).max().item<double>(), 0, most);
        Assert.InRange(Loss(new DarcyResidual(1, norm), truth * 1.1, coefficient).min().item<double>(), 0.09, 0.2);
        // Taken for a field whose outermost points are the boundary, it has one.
        Assert.True(Loss(new DarcyResidual(1, norm) { Points = PointPlacement.EndPoints }, truth, coefficient).min()
            .item<double>() > 0.05);
    }

    [Fact]
    public void Penalties_at_cell_centres_look_at_the_walls()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = (torch.arange(8, dtype: Double) + 0.5) / 8,
            u = (x.reshape(8, 1) + x.reshape(1, 8) * 2).reshape(1, 1, 8, 8);
        // Linear fields are extrapolated exactly; the mean over the four walls of (x + 2y)².
        double expected = (Mean(0, 2) + Mean(1, 2) + Mean(0, 1) + Mean(2, 1)) / 4;
        Assert.Equal(expected,
            Loss(new DirichletPenalty { Points = PointPlacement.CellCentres }, u, u).item<double>(), 1e-12);
        Assert.Contains("Points is Periodic",
            Assert.Single(new DirichletPenalty { Points = PointPlacement.Periodic }.Faults()));
        Assert.Contains("Points is Periodic",
            Assert.Single(new DarcyResidual { Points = PointPlacement.Periodic }.Faults()));

        static double Mean(double start, double slope)
            => Enumerable.Range(0, 8).Average(i => Math.Pow(start + slope * (i + 0.5) / 8, 2));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.01)]
    public void Burgers_solutions_have_a_residual_of_second_order_in_time(double viscosity)
    {
        double[] residuals = [.. new[] { 17, 33, 65 }.Select(Residual)];
        // The loss is a mean square: a factor of 4 in the residual is one of 16.
        Assert.All(residuals.Zip(residuals.Skip(1)), pair => Assert.InRange(pair.First / pair.Second, 9, 19));

        double Residual(int times)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor u = Tensor(BurgersEquation.Generate(2, 64, times, viscosity, 0.25, 3,
                new PeriodicRandomField(2.5, 7, 49, 6)));
            return Loss(new BurgersResidual(viscosity, 0.25), u, u).mean().item<double>();
        }
    }

    [Fact]
    public void Vorticity_solutions_have_a_residual_of_second_order_in_time()
    {
        double[] residuals = [.. new[] { 0.1, 0.05 }.Select(Residual)];
        Assert.InRange(residuals[0] / residuals[1], 11, 21);

        static double Residual(double interval)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int frames = (int)Math.Round(0.4 / interval) + 1;
            FieldSamples w = VorticityEquation.Generate(1, 32, frames, 1e-2, interval, start: 1, seed: 4,
                timeStep: 1e-3);
            torch.Tensor field = torch.tensor(w.Values, [1, 1, frames, 32, 32]).type(Double);
            return Loss(new VorticityResidual(1e-2, 0.4, 1, VorticityEquation.Forcing(32)), field, field)
                .item<double>();
        }
    }

    [Fact]
    public void A_heat_wave_decays_as_the_residual_asks()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const double Diffusivity = 0.02;
        torch.Tensor t = torch.arange(65, dtype: Double).reshape(1, 1, 65, 1) / 64,
            x = torch.arange(32, dtype: Double).reshape(1, 1, 1, 32) / 32;
        torch.Tensor u = (t * (-Diffusivity * 16 * Math.PI * Math.PI)).exp() * (x * (4 * Math.PI)).sin();
        Assert.True(Loss(new HeatResidual(Diffusivity), u, u).item<double>() < 1e-5);
        Assert.True(Loss(new HeatResidual(2 * Diffusivity), u, u).item<double>() > 1e-2);
    }

    [Fact]
    public void The_initial_state_counts_by_its_weight()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor u = torch.zeros([1, 1, 5, 8], Double), initial = torch.full_like(u, 2);
        Assert.Equal(12, Loss(new HeatResidual(1) { InitialWeight = 3 }, u, initial).item<double>(), 1e-9);
        Assert.Equal(0, Loss(new HeatResidual(1) { InitialWeight = 0 }, u, initial).item<double>(), 1e-9);
    }

    private static torch.Tensor Loss(ResidualLoss loss, torch.Tensor prediction, torch.Tensor input)
        => loss.PerSample(new LossFields(prediction, null, () => prediction, _ => input));

    private static torch.Tensor Tensor(FieldSamples field) => torch.tensor(field.Values, field.Shape).type(Double);
}
