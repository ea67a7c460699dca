using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class GalerkinTransformerTests
{
    public static TheoryData<int, AttentionKind, double> Kinds
    {
        get
        {
            var data = new TheoryData<int, AttentionKind, double>();
            foreach (AttentionKind attention in Enum.GetValues<AttentionKind>())
                for (int dimensions = 1; dimensions <= 3; dimensions++)
                {
                    data.Add(dimensions, attention, 1);
                    data.Add(dimensions, attention, 0.6);
                }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_definition_serves_every_grid_down_to_one_point(int dimensions, AttentionKind attention,
        double coarse)
    {
        using var module = new OperatorModule(Definition(dimensions, attention, coarse));
        using IDisposable noGradient = torch.no_grad();
        foreach (long size in new long[] { 1, 2, 5, 8, 11 })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            // No two axes alike.
            long[] shape = [2, 2, .. Enumerable.Range(0, dimensions).Select(axis => size + axis)];
            torch.Tensor y = module.call(torch.ones(shape));
            Assert.Equal([2, 1, .. shape[2..]], y.shape);
            Assert.True(y.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_equal_difference_quotients(int dimensions, AttentionKind attention, double coarse)
        => GradientCheck.Run(Definition(dimensions, attention, coarse),
            [2, 2, .. Enumerable.Range(4, dimensions).Select(n => (long)n)]);

    [Fact]
    public void Has_as_many_parameters_as_the_authors_program_for_Burgers_equation()
    {
        var definition = new GalerkinTransformer(1, 1, new()
        {
            Channels = 96,
            Heads = 1,
            Layers = 4,
            Attention = AttentionKind.Fourier,
            CoarseFraction = 1,
            // The half spectrum's first 16.
            Modes = [30],
            HasRegressorLifting = false,
            RegressorChannels = 48,
            ProjectionChannels = 48,
        });
        OperatorCost cost = CostInterpreter.Measure(definition, Shape.Of(1, 1, 2048));
        Assert.Equal(530_305, cost.Parameters);
        Assert.Equal(Shape.Of(1, 1, 2048), cost.Output);
    }

    /// <summary>The authors' Darcy model has about 2.22 million; 141 points have a coarse grid of 43.</summary>
    [Fact]
    public void Has_the_size_of_the_authors_model_for_Darcy_flow_by_default()
    {
        OperatorCost cost = CostInterpreter.Measure(new GalerkinTransformer(1, 1), Shape.Of(1, 1, 141, 141));
        Assert.InRange(cost.Parameters, 2_215_000, 2_225_000);
        Assert.Equal(43, Dim.Fraction(141, new GalerkinTransformerOptions().CoarseFraction).Value);
    }

    [Theory]
    [InlineData(AttentionKind.Galerkin)]
    [InlineData(AttentionKind.Fourier)]
    public void Cost_of_attention_without_softmax_is_linear_in_the_points(AttentionKind attention)
    {
        double few = Flops(64), many = Flops(128);
        Assert.InRange(many / few, 3.9, 4.1);

        double Flops(long size)
            => CostInterpreter.Measure(new GalerkinTransformer(1, 1,
            new() { Attention = attention, CoarseFraction = 1, Modes = [1, 1] }),
            Shape.Of(1, 1, size, size)).Flops;
    }

    [Fact]
    public void Dropout_drops_in_training_only()
    {
        using var module = new OperatorModule(new GalerkinTransformer(1, 1, new()
        {
            Channels = 8,
            Heads = 2,
            Layers = 1,
            Modes = [4, 4],
            Dropout = 0.3,
            MlpDropout = 0.3,
        }));
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.manual_seed(1);
        torch.Tensor x = torch.randn([1, 1, 8, 8]);
        Assert.NotEqual(0, Change());
        module.eval();
        Assert.Equal(0, Change());

        float Change() => (module.call(x) - module.call(x)).abs().max().item<float>();
    }

    [Fact]
    public void The_boundary_is_zero_where_asked()
    {
        using var module = new OperatorModule(new GalerkinTransformer(1, 1,
            new() { Channels = 8, Layers = 1, Modes = [4, 4], IsZeroAtBoundary = true }));
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor y = module.call(torch.ones([1, 1, 7, 9]));
        Assert.Equal(0, y.abs().sum().item<float>() - y.narrow(2, 1, 5).narrow(3, 1, 7).abs().sum()
            .item<float>(), 1e-6f);
        Assert.NotEqual(0, y.abs().max().item<float>());
    }

    // A smooth activation, larger norm constants and first values keep difference quotients exact.
    private static GalerkinTransformer Definition(int dimensions, AttentionKind attention, double coarse)
        => new(2, 1, new()
        {
            Channels = 6,
            Heads = 2,
            Layers = 2,
            Attention = attention,
            Activation = Activation.Gelu,
            CoarseFraction = coarse,
            Modes = [.. Enumerable.Repeat(4, dimensions)],
            RegressorChannels = 3,
            ProjectionChannels = 4,
            HasRegressorLifting = dimensions > 1,
            InitialGain = 1,
            NormEpsilon = 0.01,
        });
}
