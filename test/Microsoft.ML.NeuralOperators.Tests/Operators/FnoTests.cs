using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class FnoTests
{
    /// <summary>Counts of the Python library (systems table of the published configurations).</summary>
    [Theory]
    [InlineData(new[] { 16, 16 }, 24, 2, 671_113)]
    [InlineData(new[] { 16, 16 }, 32, 2, 1_192_801)]
    [InlineData(new[] { 64, 64 }, 64, 4, 69_265_345)]
    [InlineData(new[] { 16 }, 64, 2, 345_665)]
    [InlineData(new[] { 8, 8, 8 }, 32, 2, 2_634_657)]
    public void Has_as_many_parameters_as_published(int[] modes, int hidden, double projection, long expected)
    {
        var definition = new Fno(1, 1, new() { Modes = modes, Channels = hidden, ProjectionRatio = projection });
        Shape shape = Shape.Of([1, 1, .. modes.Select(m => (long)m)]);
        Assert.Equal(expected, CostInterpreter.Measure(definition, shape).Parameters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gradients_equal_difference_quotients(int dimensions)
    {
        var definition = new Fno(2, 1, new()
        {
            Modes = [.. Enumerable.Repeat(4, dimensions)],
            Channels = 3,
            Layers = 2,
            DomainPadding = 0.2,
            Normalization = Normalization.Group,
        });
        GradientCheck.Run(definition, [2, 2, .. Enumerable.Repeat(6L, dimensions)]);
    }

    [Fact]
    public void State_dictionary_has_the_names_of_the_definition()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3, Layers = 1 });
        using var module = new OperatorModule(definition);
        string[] names = [.. module.state_dict().Keys.Select(k => k["operator.".Length..])];
        Assert.Equal(definition.Parameters.Select(p => p.Name).Order(), names.Order());
        Assert.Contains("fno_blocks.convs.0.weight.tensor", names);
        Assert.Contains("lifting.fcs.0.weight", names);
    }

    [Fact]
    public void Refuses_a_wrong_shape_by_name()
    {
        var definition = new Fno(2, 1, new() { Modes = [4, 4] });
        var error = Assert.Throws<InvalidOperationException>(()
            => CostInterpreter.Measure(definition, Shape.Of(1, 3, 8, 8)));
        Assert.Equal("Field 'input': expected the shape [batch, 2, height, width], got [1, 3, 8, 8].", error.Message);
    }

    [Fact]
    public void Samples_of_a_batch_do_not_see_each_other()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 4, Normalization = Normalization.Instance });
        using var module = new OperatorModule(definition);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.manual_seed(2);
        torch.Tensor x = torch.randn(3, 1, 8, 8);
        torch.Tensor all = module.call(x), one = module.call(x.narrow(0, 1, 1));
        Assert.True((all.narrow(0, 1, 1) - one).abs().max().item<float>() < 1e-5);
    }
}
