using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// With textbook weights the cycle is textbook multigrid: it solves Poisson's equation at a rate that no grid changes.
/// </summary>
public class MultigridCycleTests
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;

    [Theory]
    [InlineData(MultigridCycleKind.V, 0.25)]
    [InlineData(MultigridCycleKind.W, 0.2)]
    public void Solves_Poissons_equation_at_a_rate_that_does_not_depend_on_the_grid(MultigridCycleKind kind,
        double rate)
    {
        foreach (int size in new[] { 32, 64, 128 })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            int levels = (int)Math.Log2(size) - 1;
            using OperatorModule cycle = Textbook(kind, levels);
            torch.manual_seed(4);
            torch.Tensor f = torch.randn([1, 1, size, size], Double);
            f -= f.mean();
            torch.Tensor u = torch.zeros_like(f);
            double first = f.norm().item<double>(), last = 0;
            const int Cycles = 8;
            for (int i = 0; i < Cycles; i++)
            {
                torch.Tensor residual = f - Laplacian(u);
                u = u + cycle.call(residual);
                u = u - u.mean();
                last = (f - Laplacian(u)).norm().item<double>();
            }
            double mean = Math.Pow(last / first, 1.0 / Cycles);
            Assert.True(mean < rate, $"{kind} on {size}×{size}: {mean}");
        }
    }

    [Fact]
    public void Full_multigrid_comes_closer_than_one_V_cycle()
    {
        const int Size = 64;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor line = torch.arange(Size, dtype: Double) * (2 * Math.PI / Size);
        torch.Tensor f = (line.sin().reshape(Size, 1) * (line * 2).cos().reshape(1, Size)).reshape(1, 1, Size, Size);
        Assert.True(Residual(MultigridCycleKind.FullMultigrid) < 0.5 * Residual(MultigridCycleKind.V));

        double Residual(MultigridCycleKind kind)
        {
            using OperatorModule cycle = Textbook(kind, 5);
            return (f - Laplacian(cycle.call(f))).norm().item<double>();
        }
    }

    // Five-point stencil, damped Jacobi, full weighting (four times, since the stencil is not divided by h²), bilinear
    // prolongation, and a correction scheme: the solution itself is not restricted.
    private static OperatorModule Textbook(MultigridCycleKind kind, int levels)
    {
        SmoothingSteps[] steps = [.. Enumerable.Repeat(new SmoothingSteps(2, 2), levels - 1), new(2)];
        var definition = new Mgno(1, 1, new()
        {
            Channels = 1,
            Layers = 1,
            Levels = steps,
            Cycle = kind,
            Boundary = BoundaryCondition.Periodic,
            RestrictResidual = true,
            HasBiasOperator = false,
            Activation = Activation.Identity,
        });
        ParameterValues values = ParameterValues.From(definition, p => p.Name switch
        {
            "linear.weight" => [1],
            var name when name.EndsWith(".A.weight", StringComparison.Ordinal) => Stencil,
            var name when name.EndsWith(".S.weight", StringComparison.Ordinal) => [0, 0, 0, 0, 0.2f, 0, 0, 0, 0],
            var name when name.EndsWith(".R.weight", StringComparison.Ordinal)
            => [0.25f, 0.5f, 0.25f, 0.5f, 1, 0.5f, 0.25f, 0.5f, 0.25f],
            var name when name.EndsWith(".Pi.weight", StringComparison.Ordinal) => new float[9],
            _ => [0.25f, 0.5f, 0.25f, 0, 0.5f, 1, 0.5f, 0, 0.25f, 0.5f, 0.25f, 0, 0, 0, 0, 0],
        });
        return new OperatorModule(definition, values, Double);
    }

    private static float[] Stencil => [0, -1, 0, -1, 4, -1, 0, -1, 0];

    private static torch.Tensor Laplacian(torch.Tensor u)
        => u * 4 - u.roll([1], [2]) - u.roll([-1], [2]) - u.roll([1], [3]) - u.roll([-1], [3]);
}
