using Microsoft.ML.NeuralOperators.Problems;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

/// <summary>One seed is one problem at every size, which finer grids solve more exactly.</summary>
public class OneProblemTests
{
    [Fact]
    public void Poissons_source_is_the_same_function_at_every_size()
    {
        var (coarseF, coarseU) = PoissonEquation.Generate(2, 17, seed: 3);
        var (f, u) = PoissonEquation.Generate(2, 33, seed: 3);
        var (_, finest) = PoissonEquation.Generate(2, 65, seed: 3);
        Assert.InRange(Distance(coarseF, f, 2), 0, 1e-6);
        // What is left is the error of the differences, of second order.
        double coarse = Distance(coarseU, finest, 4), fine = Distance(u, finest, 2);
        Assert.InRange(fine, 1e-5, 1e-2);
        Assert.InRange(coarse / fine, 4, 6);
    }

    [Fact]
    public void Darcys_permeability_is_the_same_function_up_to_64_cells()
    {
        float[] coarse = DarcyFlow.Generate(2, [16], seed: 3)[0].A.Values;
        (FieldSamples A, FieldSamples U)[] both = DarcyFlow.Generate(2, [16, 48], seed: 3);
        Assert.Equal(coarse, both[0].A.Values);
        // More cells have more cosines, the first of which are the same: few cells change, and some do.
        float[] finer = DarcyFlow.Generate(2, [16, 144], seed: 3)[0].A.Values,
            finest = DarcyFlow.Generate(2, [144], seed: 3)[0].A.Values;
        Assert.InRange(coarse.Zip(finer, (a, b) => a == b ? 0.0 : 1).Average(), 0, 0.02);
        var field = new GaussianRandomField();
        double[] blunt = [.. field.Sample(SampleBatches.Seed(3, 0), 144, 144),
            .. field.Sample(SampleBatches.Seed(3, 1), 144, 144)];
        Assert.InRange(blunt.Zip(finest, (a, b) => a >= 0 == (b == 12) ? 0.0 : 1).Average(), 1e-5, 0.02);
    }

    /// <summary>
    /// The first 64 cosines of 80 are those of a field of 64: their difference is orthogonal to all of them.
    /// </summary>
    [Fact]
    public void More_modes_add_detail_and_leave_the_rest()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor detail = new GaussianRandomField(2, 3, 80).Sample([4], 160, 160) - new GaussianRandomField()
            .Sample([4], 160, 160);
        torch.Tensor places = (torch.arange(160, dtype: torch.float64) + 0.5) / 160;
        torch.Tensor cosines = (torch.arange(64, dtype: torch.float64).reshape(64, 1) * places * Math.PI).cos();
        torch.Tensor coefficients = cosines.matmul(detail[0]).matmul(cosines.t()) / 160;
        Assert.InRange(coefficients.abs().max().item<double>(), 0, 1e-10);
        Assert.True(detail.abs().max().item<double>() > 1e-4);
    }

    [Fact]
    public void Grids_take_the_function_where_their_points_are()
    {
        var field = new GaussianRandomField(2, 3, 8);
        using torch.Tensor centred = field.Sample([2], 3, 3),
            closed = field.Sample([2], 7, 7, points: PointPlacement.EndPoints);
        using torch.Tensor periodic = field.Sample([2], 6, 6, points: PointPlacement.Periodic);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
            {
                double value = centred[0, i, j].item<double>();
                Assert.Equal(value, closed[0, 2 * i + 1, 2 * j + 1].item<double>(), 1e-12);
                Assert.Equal(value, periodic[0, 2 * i + 1, 2 * j + 1].item<double>(), 1e-12);
            }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e-9)]
    public void Viscosities_that_no_grid_resolves_are_refused(double viscosity)
    {
        var burgers = Assert.Throws<ArgumentOutOfRangeException>("viscosity",
            () => BurgersEquation.Generate(1, 64, 2, viscosity, 1, 0));
        Assert.Contains(FormattableString.Invariant($"viscosity is {viscosity}; expected"), burgers.Message);
        var vorticity = Assert.Throws<ArgumentOutOfRangeException>("viscosity",
            () => VorticityEquation.Generate(1, 16, 2, viscosity));
        Assert.Contains(FormattableString.Invariant($"viscosity is {viscosity}; expected at least 1E-07"),
            vorticity.Message);
    }

    /// <summary>
    /// Progress counts the steps of all trajectories, and every frame is that of the trajectory alone.
    /// </summary>
    [Fact]
    public void Trajectories_do_not_depend_on_the_others()
    {
        FieldSamples many = VorticityEquation.Generate(3, 16, 2, 1e-3, interval: 0.05, seed: 5);
        FieldSamples one = VorticityEquation.Generate(1, 16, 2, 1e-3, interval: 0.05, seed: 5);
        Assert.InRange(one.Values.Zip(many.Values, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-6);
    }

    // Relative, at the points both grids have.
    private static double Distance(FieldSamples coarse, FieldSamples fine, int ratio)
    {
        int n = coarse.Grid[0], m = fine.Grid[0];
        double error = 0, norm = 0;
        for (int sample = 0; sample < coarse.Count; sample++)
            for (int at = 0; at < n * n; at++)
            {
                double own = coarse[sample][at], other = fine[sample][at / n * ratio * m + at % n * ratio];
                error += (own - other) * (own - other);
                norm += other * other;
            }
        return Math.Sqrt(error / norm);
    }
}
