using Xunit;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public class FunctionalTests
{
    private static torch.Tensor Of(params double[] values) => torch.tensor(values);

    [Fact]
    public void Activations()
    {
        torch.Tensor x = Of(-1, 0, 2);
        Check.Values(functional.relu(x), 0, 0, 2);
        Check.Values(functional.leaky_relu(x, 0.1), -0.1, 0, 2);
        Check.Values(functional.elu(x, 1), Math.Exp(-1) - 1, 0, 2);
        Check.Values(functional.gelu(x), -0.15865525393145707, 0, 1.9544997361036416);
        Check.Values(x.silu(), -1 / (1 + Math.E), 0, 2 / (1 + Math.Exp(-2)));
        Check.Values(functional.softplus(x), Math.Log(1 + Math.Exp(-1)), Math.Log(2), Math.Log(1 + Math.Exp(2)));
        Check.Values(functional.softmax(Of(0, Math.Log(3)), 0), 0.25, 0.75);
        Check.Values(functional.log_softmax(Of(0, Math.Log(3)), 0), Math.Log(0.25), Math.Log(0.75));
    }

    [Fact]
    public void Convolutions()
    {
        torch.Tensor x = torch.arange(4, torch.float64).reshape(1, 1, 4);
        Check.Values(functional.conv1d(x, Of(1, -1).reshape(1, 1, 2)), -1, -1, -1);
        Check.Values(functional.conv1d(x, Of(1, 1).reshape(1, 1, 2), Of(10), stride: 2), 11, 15);
        torch.Tensor image = torch.arange(9, torch.float64).reshape(1, 1, 3, 3);
        Check.Values(functional.conv2d(image, torch.ones(1, 1, 2, 2, dtype: torch.float64)), 8, 12, 20, 24);
        Check.Shape(functional.conv2d(image, torch.ones(1, 1, 3, 3, dtype: torch.float64), padding: [1, 1], strides: [2, 2]), 1, 1, 2, 2);
        Check.Shape(functional.conv3d(torch.zeros(1, 2, 4, 4), torch.zeros(1, 2, 1, 1).unsqueeze(0).expand(1, 1, 2, 1, 1)[0].unsqueeze(0).expand(5, 1, 2, 1, 1)), 5, 1, 4, 4);
    }

    [Fact]
    public void Padding()
    {
        torch.Tensor x = Of(1, 2, 3).reshape(1, 1, 3);
        Check.Values(functional.pad(x, (1, 2)), 0, 1, 2, 3, 0, 0);
        Check.Values(functional.pad(x, (1, 1), PaddingModes.Constant, 7), 7, 1, 2, 3, 7);
        Check.Values(functional.pad(x, (1, 1), PaddingModes.Circular), 3, 1, 2, 3, 1);
        Check.Values(functional.pad(x, (1, 1), PaddingModes.Reflect), 2, 1, 2, 3, 2);
        Check.Values(functional.pad(x, (1, 1), PaddingModes.Replicate), 1, 1, 2, 3, 3);
        Check.Shape(functional.pad(torch.zeros(1, 1, 3, 3), new long[] { 1, 1, 2, 2 }), 1, 1, 7, 5);
    }

    [Fact]
    public void Losses()
    {
        torch.Tensor a = Of(1, 2, 5), b = Of(0, 2, 1);
        Check.Values(functional.mse_loss(a, b), 17.0 / 3);
        Check.Values(functional.mse_loss(a, b, Reduction.Sum), 17.0);
        Check.Values(functional.mse_loss(a, b, Reduction.None), 1, 0, 16);
        Check.Values(functional.l1_loss(a, b), 5.0 / 3);
        Check.Values(functional.smooth_l1_loss(a, b), 4.0 / 3);
        Check.Values(functional.huber_loss(a, b), 4.0 / 3);
    }

    [Fact]
    public void Normalisation()
    {
        torch.Tensor x = torch.arange(8, torch.float64).reshape(1, 2, 4);
        Check.Values(functional.layer_norm(x, [4]).mean(new long[] { -1 }), 0, 0);
        Check.Values(functional.group_norm(x, 2).var(new long[] { -1 }, false), [1, 1], 1e-4);
        Check.Values(functional.instance_norm(x).mean(new long[] { -1 }), 0, 0);
        Check.Values(functional.batch_norm(x, torch.zeros(2, dtype: torch.float64), torch.ones(2, dtype: torch.float64)),
            Check.Numbers(x).Select(v => v / Math.Sqrt(1 + 1e-5)).ToArray());
    }

    [Fact]
    public void Others()
    {
        Check.Values(functional.one_hot(torch.tensor(new[] { 1L, 0 }), 3), 0, 1, 0, 1, 0, 0);
        Check.Values(functional.linear(Of(1, 2), torch.tensor(new[,] { { 3.0, 4 } }), Of(5)), 16.0);
        Check.Values(functional.adaptive_avg_pool1d(Of(1, 3, 5, 7).reshape(1, 1, 4), 2), 2, 6);
        Check.Values(functional.adaptive_avg_pool2d(torch.arange(4, torch.float64).reshape(1, 1, 2, 2), 1), 1.5);
        torch.manual_seed(1);
        torch.Tensor dropped = functional.dropout(torch.ones(1000), 0.4);
        Assert.InRange(dropped.mean().ToDouble(), 0.9, 1.1);
        Check.Same(torch.ones(5), functional.dropout(torch.ones(5), 0.4, training: false));
        // The grid's corners are the image's corners.
        torch.Tensor image = Of(0, 1, 2, 3).reshape(1, 1, 2, 2);
        torch.Tensor grid = Of(-1, -1, 1, 1, 0, 0).reshape(1, 1, 3, 2);
        Check.Values(functional.grid_sample(image, grid, align_corners: true), 0, 3, 1.5);
    }
}
