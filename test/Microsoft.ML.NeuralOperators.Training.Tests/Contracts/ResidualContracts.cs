using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>
/// Residuals and their gradients are those of assembled matrices and fast Fourier transforms (residuals.py).
/// </summary>
public class ResidualContracts
{
    // Nine digits are stored.
    private const double Tolerance = 1e-8;
    private static readonly JsonElement Stored = Contract.Open("residuals");

    private static readonly Dictionary<string, ResidualLoss> Losses = new()
    {
        ["DarcyClosedL2"] = new DarcyResidual(2) { Points = PointPlacement.EndPoints },
        ["DarcyClosedDual"] = new DarcyResidual(2, ResidualNorm.NegativeSobolev) { Points = PointPlacement.EndPoints },
        ["DarcyCentredL2"] = new DarcyResidual(2),
        ["DarcyCentredDual"] = new DarcyResidual(2, ResidualNorm.NegativeSobolev),
        ["Poisson"] = new HelmholtzResidual(),
        ["Helmholtz"] = new HelmholtzResidual(3, ResidualNorm.L2),
        ["Walls"] = new DirichletPenalty(),
        ["CentredWalls"] = new DirichletPenalty { Points = PointPlacement.CellCentres },
        ["HeatLine"] = new HeatResidual(0.3, 0.5),
        ["HeatPlane"] = new HeatResidual(0.3, 0.5, 2),
        ["BurgersEven"] = new BurgersResidual(0.1, 0.5),
        ["BurgersOdd"] = new BurgersResidual(0.1, 2, 3) { InitialWeight = 0 },
        ["Vorticity"] = new VorticityResidual(0.05, 0.5),
        ["ForcedVorticity"] = new VorticityResidual(0.05, 0.5, 2 * Math.PI, Wave.Numbers(30, 4)),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Residuals_and_their_slopes_are_those_of_other_methods(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        JsonElement expected = Stored.GetProperty(name);
        long[] shape = [2, 1, .. expected.GetProperty("Grid").Deserialize<long[]>()!];
        // The input is positive: it is a permeability, too.
        torch.Tensor u = Wave.Tensor(shape, 0.2).requires_grad_(), input = Wave.Tensor(shape, 1) + 2;
        torch.Tensor losses = Losses[name].PerSample(new LossFields(u, null, () => u, _ => input));
        Contract.Near(expected.Numbers("Values"), losses, Tolerance);
        losses.sum().backward();
        torch.Tensor direction = Wave.Tensor(shape, 2);
        Contract.Near(expected.Numbers("Slopes"), (u.grad! * direction).flatten(1).sum(1), Tolerance);
    }

    [Fact]
    public void Every_stored_residual_is_compared()
        => Assert.Equal(Stored.EnumerateObject().Select(p => p.Name).Order(), Losses.Keys.Order());
}
