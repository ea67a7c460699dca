using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>Random fields obey the laws they state, and solutions are those of other methods.</summary>
public class FieldContracts
{
    [Fact]
    public void Gaussian_fields_are_the_cosine_series_of_their_law()
    {
        JsonElement stored = Contract.Get("Gaussian");
        Near(stored.Numbers("Centres"), new GaussianRandomField(2, 3, 8).Sample(5, 5, 5));
        Near(stored.Numbers("Fine"), new GaussianRandomField(1.5, 3, 66).Sample(5, 5, 5));
        using torch.Tensor nodes = new GaussianRandomField(2, 3, 8).Sample([5], 5, 5, points: PointPlacement.EndPoints);
        Near(stored.Numbers("Nodes"), nodes.data<double>().ToArray());
    }

    [Fact]
    public void Periodic_fields_are_the_Fourier_series_of_their_law()
    {
        Near(Contract.Get("Line").Numbers(), new PeriodicRandomField(2, 3, 10, 4).Sample(5, 9));
        Near(Contract.Get("Plane").Numbers(), new PeriodicRandomField(2, 3, 10, 4).Sample(5, 6, 5));
        Near(Contract.Get("FinePlane").Numbers(), new PeriodicRandomField(2, 3, 10, 22).Sample(5, 6, 5));
    }

    [Fact]
    public void Darcys_pressure_is_that_of_a_sparse_direct_solver()
    {
        JsonElement stored = Contract.Get("Darcy");
        Assert.InRange(Contract.Distance(new DarcySolver(5, 7).Solve(stored.Numbers("A"), stored.Numbers("F")),
            stored.Numbers("U")), 0, 1e-9);
    }

    [Theory]
    [InlineData(ResidualNorm.L2)]
    [InlineData(ResidualNorm.NegativeSobolev)]
    public void Darcys_residual_at_cell_centres_is_that_of_the_assembled_matrix(ResidualNorm norm)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        JsonElement stored = Contract.Get("DarcyResidual");
        torch.Tensor u = Field("U"), a = Field("A");
        double residual = new DarcyResidual(1, norm).PerSample(new LossFields(u, null, () => u, _ => a)).item<double>();
        Assert.Equal(stored.Number(norm.ToString()), residual, 1e-10 * residual);

        torch.Tensor Field(string name) => torch.tensor(stored.Numbers(name), [1, 1, 6, 6], torch.float64);
    }

    /// <summary>By the formula of Cole and Hopf; a grid of 256 points is 2 % away.</summary>
    [Fact]
    public void Burgers_fronts_of_small_viscosity_are_resolved()
    {
        FieldSamples u = BurgersEquation.Generate(1, 64, 2, 1e-3, 1, seed: 7);
        Assert.InRange(Contract.Distance(u.Values[64..].Select(x => (double)x),
            Contract.Get("Burgers").Numbers()), 0, 1e-4);
    }

    /// <summary>By a Runge-Kutta method in flux form on 192×192 points; a grid of 32×32 is far away.</summary>
    [Fact]
    public void Vortices_of_small_viscosity_are_resolved()
    {
        FieldSamples w = VorticityEquation.Generate(1, 32, 1, 1e-4, start: 2, seed: 7);
        Assert.InRange(Contract.Distance(w.Values.Select(x => (double)x),
            Contract.Get("Vorticity").Numbers()), 0, 1e-4);
    }

    private static void Near(double[] expected, double[] actual)
        => Assert.InRange(Contract.Distance(actual, expected), 0, 1e-12);
}
