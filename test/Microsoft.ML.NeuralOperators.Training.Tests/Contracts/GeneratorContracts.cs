using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>
/// Data of the generators, from the seed to the solution, is what their laws and other solvers give (generators.py).
/// The second sample of a call is compared.
/// </summary>
public class GeneratorContracts
{
    private const int Seed = 7;
    private static readonly JsonElement Stored = Contract.Open("generators");

    [Fact]
    public void Darcys_data_is_that_of_a_direct_solver_at_every_size()
    {
        JsonElement stored = Stored.GetProperty("Darcy");
        var data = DarcyFlow.Generate(2, [4, 12], Seed);
        Assert.Equal(stored.Numbers("A"), Second(data[1].A));
        Contract.Near(stored.Numbers("U"), Second(data[1].U), 1e-6);
        Contract.Near(stored.Numbers("Coarse"), Second(data[0].U), 1e-6);
    }

    [Fact]
    public void Poissons_data_is_that_of_a_direct_solver()
    {
        JsonElement stored = Stored.GetProperty("Poisson");
        var (f, u) = PoissonEquation.Generate(2, 9, Seed);
        Contract.Near(stored.Numbers("F"), Second(f), 1e-7);
        Contract.Near(stored.Numbers("U"), Second(u), 1e-7);
    }

    [Fact]
    public void Burgers_data_is_Cole_and_Hopfs()
    {
        FieldSamples u = BurgersEquation.Generate(2, 32, 3, 0.05, 1, Seed, new PeriodicRandomField(2, 5, 25, 20));
        Contract.Near(Stored.Numbers("Burgers"), Second(u)[32..], 1e-6);
    }

    /// <summary>The error of Adams and Bashforth's steps of 5e-3 is 1e-5 or less.</summary>
    [Fact]
    public void Vorticitys_data_is_that_of_a_Runge_Kutta_method()
    {
        FieldSamples w = VorticityEquation.Generate(2, 8, 2, 1e-3, interval: 0.75, start: 0.5, seed: Seed);
        Contract.Near(Stored.Numbers("Vorticity"), Second(w), 2e-5);
    }

    private static double[] Second(FieldSamples samples)
        => [.. samples.Values[samples.SampleLength..].Select(x => (double)x)];
}
