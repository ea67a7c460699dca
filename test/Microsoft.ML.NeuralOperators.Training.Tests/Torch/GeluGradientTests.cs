using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Torch;

/// <summary>GELU's gradient in single precision, for which libtorch has a kernel of its own.</summary>
public class GeluGradientTests
{
    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(1, 2, 0)]
    [InlineData(0, 1, 2)]
    public void A_gradient_that_comes_back_in_another_order_of_axes_is_right(int first, int second, int third)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        torch.Tensor x = torch.randn([4, 8, 6], torch.ScalarType.Float32),
            weight = torch.randn([4 * 8 * 6], torch.ScalarType.Float32);
        torch.Tensor expected = Gradient(torch.ScalarType.Float64), actual = Gradient(torch.ScalarType.Float32);
        Assert.InRange(expected.sub(actual.type(torch.ScalarType.Float64)).abs().amax().item<double>(), 0, 1e-5);

        torch.Tensor Gradient(torch.ScalarType type)
        {
            torch.Tensor leaf = x.type(type).detach().clone().requires_grad_();
            using var run = new TorchInterpreter(new Dictionary<ParameterDeclaration, torch.Tensor>(), type, torch.CPU);
            torch.Tensor y = TorchInterpreter.Unwrap(run.Wrap(leaf).Map(UnaryFunction.Gelu)
                .Transpose(first, second, third));
            return torch.autograd.grad([y.mul(weight.type(type).reshape(y.shape)).sum()], [leaf])[0];
        }
    }
}
