using Xunit;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public class GradientTests
{
    private static torch.Tensor Point(params long[] shape)
    {
        torch.manual_seed(11);
        return torch.randn(shape, torch.float64);
    }

    [Fact]
    public void Elementwise() => Check.Gradient(x => (x * x + x.sin() * x.exp()).tanh() / (x.abs() + 1), Point(5));

    [Fact]
    public void Activations() => Check.Gradient(x => functional.gelu(x) + x.silu() + functional.softplus(x) + functional.softmax(x, 0), Point(6));

    [Fact]
    public void MatrixProducts()
    {
        torch.Tensor w = Point(3, 4);
        Check.Gradient(x => x.matmul(w).matmul(w.t()), Point(2, 3));
        Check.Gradient(x => torch.einsum("bi,ij->bj", x, w), Point(2, 3));
    }

    [Fact]
    public void Convolution()
    {
        torch.Tensor w = Point(2, 1, 3, 3);
        Check.Gradient(x => functional.conv2d(functional.pad(x, (1, 1, 1, 1), PaddingModes.Circular), w), Point(1, 1, 4, 4));
        torch.Tensor image = Point(1, 1, 4, 4);
        Check.Gradient(x => functional.conv2d(image, x, strides: [2, 2]), Point(2, 1, 2, 2));
    }

    [Fact]
    public void FourierTransform() => Check.Gradient(x =>
    {
        torch.Tensor f = torch.fft.rfft2(x);
        return torch.fft.irfft2(f * f.abs(), [4, 4]);
    }, Point(4, 4));

    [Fact]
    public void Indexing() => Check.Gradient(x => x[torch.TensorIndex.Colon, torch.TensorIndex.Slice(1)] * x.roll(1, 1).narrow(1, 0, 2) + x.index_select(1, torch.tensor(new[] { 0L, 0 })), Point(2, 3));

    [Fact]
    public void Reductions() => Check.Gradient(x => x.std(1) + x.amax(1) + x.norm() + x.logsumexp(1) + x.mean(new long[] { 1 }), Point(3, 4));

    [Fact]
    public void NormalisationAndLosses()
    {
        torch.Tensor target = torch.zeros(2, 4, dtype: torch.float64);
        Check.Gradient(x => functional.layer_norm(x, [4]), Point(2, 4));
        Check.Gradient(x => functional.mse_loss(x, target) + functional.huber_loss(x, target), Point(2, 4));
    }

    [Fact]
    public void LinearSystems() => Check.Gradient(x => torch.linalg.inv(x.matmul(x.t()) + torch.eye(3, dtype: torch.float64)), Point(3, 3));

    [Fact]
    public void SecondDerivatives()
    {
        torch.Tensor x = torch.tensor(new[] { 2.0 }).requires_grad_();
        torch.Tensor first = torch.autograd.grad([x.pow(3).sum()], [x], create_graph: true)[0];
        Check.Values(first, 12.0);
        Check.Values(torch.autograd.grad([first.sum()], [x])[0], 12.0);
    }

    [Fact]
    public void GradModes()
    {
        torch.Tensor x = torch.ones(2).requires_grad_();
        using (torch.no_grad())
        {
            Assert.False(torch.is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (torch.enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }
        Assert.True(torch.is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
        using (torch.inference_mode()) Assert.False((x * 2).requires_grad);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void UnusedInputsHaveNoGradient()
    {
        torch.Tensor x = torch.ones(1).requires_grad_(), y = torch.ones(1).requires_grad_();
        IList<torch.Tensor> found = torch.autograd.grad([(x * 3).sum()], [x, y], allow_unused: true);
        Check.Values(found[0], 3.0);
        Assert.True(found[1] is null || found[1].IsInvalid);
    }
}
