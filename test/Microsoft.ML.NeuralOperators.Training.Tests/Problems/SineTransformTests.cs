using Microsoft.ML.NeuralOperators.Problems;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public sealed class SineTransformTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    public void Quarters_and_signs_give_what_whole_matrices_give(int inner)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor spectra = torch.randn([3, inner, inner], torch.float64, generator: new torch.Generator(5));
        torch.Tensor waves = torch.tensor(SineTransform.Matrix(inner), [inner, inner]);

        torch.Tensor functions = new SineTransform(inner).Functions(spectra);

        torch.Tensor expected = torch.nn.functional.pad(waves.matmul(spectra).matmul(waves), [1, 1, 1, 1]);
        Assert.Equal(expected.shape, functions.shape);
        Assert.True((expected - functions).abs().max().item<double>() < 1e-13);
    }
}
