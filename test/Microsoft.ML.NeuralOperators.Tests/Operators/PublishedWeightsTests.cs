using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// Weights that published programs saved, read by their own names, give those programs' outputs in torch.
/// </summary>
public class PublishedWeightsTests(ITestOutputHelper log)
{
    [Theory]
    [MemberData(nameof(PublishedReference.Files), MemberType = typeof(PublishedReference))]
    public void Published_outputs_are_reproduced(string file)
    {
        PublishedReference reference = PublishedReference.Read(file);
        ParameterValues values = Checkpoint.Load(reference.Path);
        using var module = new OperatorModule((NeuralOperator)values.Definition, values);
        module.eval();
        foreach (var (input, output) in reference.Pairs)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            torch.Tensor y = module.call(torch.tensor(input.Values, PublishedReference.Shape(input)));
            Assert.Equal(PublishedReference.Shape(output), y.shape);
            double difference = PublishedReference.Difference(output.Values, y.contiguous().data<float>().ToArray());
            log.WriteLine($"{file} on {string.Join('×', input.Shape)}: {difference:g2}");
            Assert.True(difference <= 2e-5, $"{file} on {string.Join('×', input.Shape)}: {difference}");
        }
    }

    // The published programs cut nothing but what they padded, by a range that is empty where they padded nothing.
    [Theory]
    [InlineData("ffno_20x28.npz")]
    [InlineData("ufno_20x28.npz")]
    [InlineData("uno_20x28.npz")]
    [InlineData("unet_nsl_20x28.npz")]
    public void A_grid_with_one_axis_that_needs_no_padding_keeps_its_points(string file)
    {
        ParameterValues values = Checkpoint.Load(PublishedReference.Read(file).Path);
        using var module = new OperatorModule((NeuralOperator)values.Definition, values);
        module.eval();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        foreach (long[] grid in new long[][] { [16, 20], [20, 16] })
            Assert.Equal([1, 1, .. grid], module.call(torch.ones([1, 3, .. grid])).shape);
    }

    [Theory]
    [InlineData("mgno_ns_64.npz", "[batch, 1, 64, 64]")]
    public void Weights_bound_to_a_grid_refuse_another(string file, string expected)
    {
        PublishedReference reference = PublishedReference.Read(file);
        ParameterValues values = Checkpoint.Load(reference.Path);
        using var module = new OperatorModule((NeuralOperator)values.Definition, values);
        using DisposeScope scope = torch.NewDisposeScope();
        var error = Assert.Throws<InvalidOperationException>(() => module.call(torch.zeros([1, 1, 32, 32])));
        Assert.Contains(expected, error.Message);
        Assert.Contains("[1, 1, 32, 32]", error.Message);
    }
}
