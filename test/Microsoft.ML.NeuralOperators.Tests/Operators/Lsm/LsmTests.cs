using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class LsmTests
{
    public static TheoryData<int, Normalization> Kinds
    {
        get
        {
            var data = new TheoryData<int, Normalization>();
            foreach (int dimensions in new[] { 1, 2, 3 })
                foreach (Normalization normalization in new[] { Normalization.None, Normalization.Batch,
                    Normalization.Instance })
                    data.Add(dimensions, normalization);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_definition_serves_every_grid_down_to_one_point(int dimensions, Normalization normalization)
    {
        using var module = new OperatorModule(Definition(dimensions, normalization));
        module.eval();
        using IDisposable noGradient = torch.no_grad();
        foreach (long size in new long[] { 1, 3, 4, 7, 8, 13 })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            // No two axes alike, and axes that need filling beside one that does not.
            long[] shape = [2, 2, .. Enumerable.Range(0, dimensions).Select(axis => size + axis)];
            torch.Tensor y = module.call(torch.ones(shape));
            Assert.Equal([2, 1, .. shape[2..]], y.shape);
            Assert.True(y.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_equal_difference_quotients(int dimensions, Normalization normalization)
        => GradientCheck.Run(Definition(dimensions, normalization, scales: 2),
            [2, 2, .. Enumerable.Range(5, dimensions).Select(n => (long)n)]);

    /// <summary>
    /// Counts of the authors' programs: Darcy flow and ten frames of a flow with 64 channels, ten frames with 32.
    /// </summary>
    [Theory]
    [InlineData(64, 1, 2.0, 19_187_457)]
    [InlineData(64, 10, 2.0, 19_188_033)]
    [InlineData(32, 10, 4.0, 4_813_089)]
    public void Has_as_many_parameters_as_the_authors_programs(int channels, int inputs, double projection, long count)
    {
        var definition = new Lsm(inputs, 1,
            new() { Channels = channels, LiftingRatio = 0, ProjectionRatio = projection });
        OperatorCost cost = CostInterpreter.Measure(definition, Shape.Of(1, inputs, 85, 85));
        Assert.Equal(count, cost.Parameters);
        Assert.Equal(Shape.Of(1, 1, 85, 85), cost.Output);
    }

    // The smooth activation and few scales keep difference quotients away from kinks.
    private static Lsm Definition(int dimensions, Normalization normalization, int scales = 3) => new(2, 1, new()
    {
        Dimensions = dimensions,
        Channels = 4,
        Heads = 2,
        Tokens = 3,
        BasisFunctions = 5,
        Scales = scales,
        Normalization = normalization,
        Activation = Activation.Gelu,
    });
}
