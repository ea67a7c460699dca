using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class UNetTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<UNetBlock, int> Networks => [.. from block in Enum.GetValues<UNetBlock>()
                                                             from dimensions in new[] { 1, 2, 3 }
                                                             select (block, dimensions)];

    public static TheoryData<UNetBlock, BoundaryCondition> Edges
        => [.. from block in Enum.GetValues<UNetBlock>()
               from boundary in Enum.GetValues<BoundaryCondition>()
               select (block, boundary)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Between_zeros_one_definition_serves_every_grid_down_to_one_point(UNetBlock block, int dimensions)
    {
        using OperatorModule module = Module(Options(block) with { Dimensions = dimensions });
        foreach (long size in new long[] { 1, 2, 5, 7, 8 })
        {
            // No two axes alike.
            long[] shape = [2, 2, .. Enumerable.Range(0, dimensions).Select(axis => size + axis)];
            Assert.Equal([2, 1, .. shape[2..]], Shape(module, Waves(shape)));
        }
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void The_fewest_points_are_those_that_it_needs(UNetBlock block, BoundaryCondition boundary)
    {
        UNetOptions options = Options(block) with { Boundary = boundary };
        using OperatorModule module = Module(options);
        int fewest = options.Define(2, 1).Inputs[0].Axes[0].MinimumToTrain;
        Assert.Equal([1, 1, fewest, fewest], Shape(module, Waves([1, 2, fewest, fewest])));
        if (fewest > 1)
            Assert.Contains($"{boundary}".Replace("Neumann", "Reflect").Replace("Periodic", "Circular"),
                Assert.Throws<InvalidOperationException>(()
                    => Shape(module, Waves([1, 2, fewest - 1, fewest]))).Message);
    }

    [Theory]
    [InlineData(UNetBlock.ConvNext)]
    [InlineData(UNetBlock.Residual)]
    [InlineData(UNetBlock.Classic)]
    public void It_commutes_with_shifts_by_coarse_cells_along_its_periodic_axis_alone(UNetBlock block)
    {
        using OperatorModule module = Module(Options(block) with
        {
            AxisBoundaries = [BoundaryCondition.Periodic, BoundaryCondition.Dirichlet],
        });
        torch.Tensor x = Waves([1, 2, 16, 16]);
        Assert.True(Difference(2, 4) < Tolerance, $"{Difference(2, 4)}");
        Assert.True(Difference(3, 4) > 1e-3, $"{Difference(3, 4)}");

        double Difference(int axis, int cells)
        {
            torch.Tensor shifted = Evaluate(module, x.roll([cells], [axis])),
                expected = Evaluate(module, x).roll([cells], [axis]);
            return ((shifted - expected).abs().max() / expected.abs().max()).item<double>();
        }
    }

    [Fact]
    public void Every_axis_has_one_boundary_condition_that_exists()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new UNetOptions
        {
            AxisBoundaries = [(BoundaryCondition)7],
        }.Define(1, 1));
        Assert.Contains("AxisBoundaries has 1 entries; expected 2, one for each axis", error.Message);
        Assert.Contains("AxisBoundaries has 7; expected Dirichlet, Neumann or Periodic", error.Message);
    }

    [Fact]
    public void Channels_that_double_too_often_are_refused()
        => Assert.Contains("Channels is 1000; expected at most 256 with 12 levels", Assert
            .Throws<ArgumentOutOfRangeException>(() => new UNetOptions { Channels = 1000, Levels = 12 }.Define(1, 1))
            .Message);

    private static UNetOptions Options(UNetBlock block) => new() { Block = block, Channels = 4, Levels = 2 };

    private static OperatorModule Module(UNetOptions options)
    {
        var module = new OperatorModule(options.Define(2, 1), type: torch.ScalarType.Float64);
        module.eval();
        return module;
    }

    private static long[] Shape(OperatorModule module, torch.Tensor x)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor y = Evaluate(module, x);
        Assert.True(y.isfinite().all().item<bool>());
        return y.shape;
    }

    private static torch.Tensor Evaluate(OperatorModule module, torch.Tensor x)
    {
        using IDisposable noGradient = torch.no_grad();
        return module.call(x);
    }

    private static torch.Tensor Waves(long[] shape)
    {
        long count = shape.Aggregate((a, b) => a * b);
        return torch.tensor([.. Enumerable.Range(0, (int)count).Select(i => Math.Sin(1 + 0.7 * i))], shape);
    }
}
