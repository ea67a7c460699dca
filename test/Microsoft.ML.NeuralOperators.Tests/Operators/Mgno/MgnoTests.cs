using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class MgnoTests
{
    public static TheoryData<int, BoundaryCondition, MultigridCycleKind> Kinds
    {
        get
        {
            var data = new TheoryData<int, BoundaryCondition, MultigridCycleKind>();
            foreach (int dimensions in new[] { 1, 2, 3 })
                foreach (BoundaryCondition boundary in Enum.GetValues<BoundaryCondition>())
                    foreach (MultigridCycleKind cycle in Enum.GetValues<MultigridCycleKind>())
                        data.Add(dimensions, boundary, cycle);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_definition_serves_every_grid_down_to_three_points(int dimensions, BoundaryCondition boundary,
        MultigridCycleKind cycle)
    {
        // Periodic ones every multiple of what four levels need.
        bool isPeriodic = boundary == BoundaryCondition.Periodic;
        using var module = new OperatorModule(Definition(dimensions, boundary, cycle));
        using IDisposable noGradient = torch.no_grad();
        foreach (long size in isPeriodic ? [1, 2, 3] : new long[] { 3, 4, 5, 7, 13, 16 })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            // No two axes alike.
            long[] shape = [2, 2,
                .. Enumerable.Range(0, dimensions).Select(axis => isPeriodic ? 8 * (size + axis) : size + 2 * axis)];
            torch.Tensor y = module.call(torch.ones(shape));
            Assert.Equal([2, 1, .. shape[2..]], y.shape);
            Assert.True(y.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_equal_difference_quotients(int dimensions, BoundaryCondition boundary,
        MultigridCycleKind cycle)
        => GradientCheck.Run(Definition(dimensions, boundary, cycle),
            [2, 2, .. Enumerable.Range(5, dimensions).Select(n => boundary == BoundaryCondition.Periodic ? 8L : n)]);

    [Fact]
    public void Without_activations_shifts_and_norms_it_is_linear()
    {
        var definition = new Mgno(1, 1, new()
        {
            Channels = 3,
            Layers = 1,
            Levels = [new(2, 1), new(1, 1), new(2)],
            HasBiasOperator = false,
            Activation = Activation.Identity,
            RestrictResidual = true,
        });
        using var module = new OperatorModule(definition, type: torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.manual_seed(3);
        torch.Tensor a = torch.randn([1, 1, 11, 14], torch.ScalarType.Float64),
            b = torch.randn([1, 1, 11, 14], torch.ScalarType.Float64);
        torch.Tensor sum = module.call(a * 2 + b * -3), parts = module.call(a) * 2 + module.call(b) * -3;
        Assert.True((sum - parts).abs().max().item<double>() < 1e-12);
        Assert.True(sum.abs().max().item<double>() > 1e-4);
    }

    /// <summary>Counts of the authors' programs (systems table of the published configurations).</summary>
    [Fact]
    public void Has_as_many_parameters_as_the_authors_programs()
    {
        SmoothingSteps[] darcy = [new(1), new(1), new(1), new(1), new(1), new(2)];
        Assert.Equal(572_661, Count(new() { Layers = 4, Levels = darcy }, 64));
        Assert.Equal(678_093,
            Count(new()
            {
                Layers = 5,
                Levels = darcy,
                Published = new() { ProlongationKernels = [3, 4, 3, 3, 4] }
            }, 211));
        Assert.Equal(783_876,
            Count(new() { Layers = 5, Levels = [new(1), new(1), new(1), new(1), new(1, 1), new(2)] }, 128, inputs: 2));
        SmoothingSteps[] vorticity = [new(1), new(1), new(1), new(2), new(2)];
        Assert.Equal(2_885_194, Count(new()
        {
            Layers = 5,
            Channels = 32,
            Levels = vorticity,
            Boundary = BoundaryCondition.Periodic,
            HasStencilBias = true,
            HasBiasOperator = false,
            Published = new() { Grid = [64, 64], NormalizesLevels = true, AffineLevels = 4 },
        }, 64));
        Assert.Equal(5_351_806, Count(new()
        {
            Layers = 4,
            Channels = 20,
            Levels = [new(1), new(1), new(1), new(1), new(2)],
            Boundary = BoundaryCondition.Neumann,
            HasStencilBias = true,
            HasBiasOperator = false,
            ChannelGrowth = 1,
            Published = new()
            {
                Grid = [101, 101],
                NormalizesCycles = true,
                TransferPadding = 0,
                ProlongationKernels = [3, 4, 4, 3],
                HasIdleOperator = true,
                Output = PublishedOutput.Cycle,
                OutputName = "last_layer",
            },
        }, 101));

        static long Count(MgnoOptions options, long size, int inputs = 1)
            => CostInterpreter.Measure(new Mgno(inputs, 1, options), Shape.Of(1, inputs, size, size)).Parameters;
    }

    [Fact]
    public void Kernels_of_another_grid_are_refused_with_the_sizes()
    {
        // Kernel 3 alone reaches 2n-1 points: not enough for an even grid.
        var definition = new Mgno(1, 1,
            new() { Levels = [new(1), new(1)], Published = new() { ProlongationKernels = [3] } });
        var error = Assert.Throws<InvalidOperationException>(()
            => CostInterpreter.Measure(definition, Shape.Of(1, 1, 8, 8)));
        Assert.Contains("4 points cannot reach 8", error.Message);
    }

    [Fact]
    public void Options_that_do_not_fit_each_other_or_the_channels_are_faults_all_at_once()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Mgno(2, 1, new()
        {
            Dimensions = 4,
            Levels = [new(0, 1)],
            HasOutputResidual = true,
            HasHardConstraint = true,
            BoundaryChannel = 2,
        }));
        foreach (string part in new[] { "Dimensions is 4", "Levels[0].Pre is 0", "HasOutputResidual adds 2",
            "BoundaryChannel is 2" })
            Assert.Contains(part, error.Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void A_coarsest_level_with_steps_that_are_never_taken_is_refused(int pre, int post)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(()
            => new Mgno(1, 1, new() { Levels = [new(1), new(pre, post)] }));
        Assert.Contains("Levels[1] is ", error.Message);
        Assert.Contains($"Post = {post}", error.Message);
    }

    private static Mgno Definition(int dimensions, BoundaryCondition boundary, MultigridCycleKind cycle)
        => new(2, 1, new()
        {
            Dimensions = dimensions,
            Channels = 3,
            Layers = 2,
            Levels = [new(1), new(1, 1), new(1), new(2)],
            Boundary = boundary,
            Cycle = cycle,
            RestrictResidual = dimensions == 2,
            ChannelGrowth = dimensions == 1 ? 1 : 0,
            HasStencilBias = true,
            Normalization = Normalization.Group,
        });
}
