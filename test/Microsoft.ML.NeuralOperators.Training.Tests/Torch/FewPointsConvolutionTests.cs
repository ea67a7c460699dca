using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Torch;

/// <summary>Convolutions of a few points are those of torch, with their gradients.</summary>
public class FewPointsConvolutionTests
{
    [Theory]
    [InlineData(1, 7, 3, 1, 1)]
    [InlineData(2, 3, 3, 1, 1)]
    [InlineData(2, 5, 3, 2, 1)]
    [InlineData(2, 5, 3, 1, 0)]
    [InlineData(2, 4, 1, 1, 0)]
    [InlineData(3, 2, 3, 1, 1)]
    [InlineData(3, 3, 2, 2, 0)]
    public void Convolutions_and_their_gradients_equal_torchs(int axes, int points, int kernel, int stride, int padding)
        => Compare(axes, points, kernel, [3, 2], new Convolution(stride, padding), (x, w, b) => axes switch
        {
            1 => F.conv1d(x, w, b, stride, padding),
            2 => F.conv2d(x, w, b, [stride, stride], [padding, padding]),
            _ => F.conv3d(x, w, b, [stride, stride, stride], [padding, padding, padding]),
        });

    [Theory]
    [InlineData(1, 5, 4, 2, 1)]
    [InlineData(2, 2, 4, 2, 1)]
    [InlineData(2, 3, 3, 2, 1)]
    [InlineData(2, 3, 2, 1, 0)]
    [InlineData(3, 2, 2, 2, 1)]
    public void Transposed_convolutions_and_their_gradients_equal_torchs(int axes, int points, int kernel, int stride,
        int padding)
        => Compare(axes, points, kernel, [2, 3], new TransposedConvolution(stride, padding), (x, w, b) => axes switch
        {
            1 => F.conv_transpose1d(x, w, b, stride, padding),
            2 => F.conv_transpose2d(x, w, b, [stride, stride], [padding, padding]),
            _ => F.conv_transpose3d(x, w, b, [stride, stride, stride], [padding, padding, padding]),
        });

    // The result goes on behind the end that torch would cut; the larger field is torch's own convolution.
    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 5)]
    [InlineData(20, 39)]
    [InlineData(20, 40)]
    [InlineData(20, 41)]
    public void Transposed_convolutions_to_given_sizes_are_parts_of_the_full_one(int points, int size)
        => Compare(2, points, 4, [2, 3], new TransposedConvolution(2, 1, [size, size]), (x, w, b)
            => F.conv_transpose2d(x, w, b, [2, 2]).narrow(2, 1, size).narrow(3, 1, size), hasFewPoints: points < 20);

    [Fact]
    public void Many_points_and_groups_are_left_to_torch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchInterpreter interpreter = Interpreter();
        Value weight = interpreter.Wrap(torch.ones(24, 24, 3, 3));
        Assert.True(Suits(3));
        Assert.False(Suits(4));
        Assert.False(FewPointsConvolution.Suits(interpreter.Wrap(torch.ones(1, 24, 2, 2)), weight,
            Shape.Of(1, 24, 2, 2), 2));

        bool Suits(long points)
            => FewPointsConvolution.Suits(interpreter.Wrap(torch.ones(2, 24, points, points)), weight,
                Shape.Of(2, 24, points, points), 1);
    }

    // Channels are those of the weight's first two axes; a field of two samples has two channels.
    private static void Compare(int axes, int points, int kernel, long[] channels, Operation operation,
        Func<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> expected, bool hasFewPoints = true)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchInterpreter interpreter = Interpreter();
        using var random = new torch.Generator(3);
        torch.Tensor x = Draw([2, 2, .. Enumerable.Repeat((long)points, axes)]),
            w = Draw([.. channels, .. Enumerable.Repeat((long)kernel, axes)]), b = Draw([3]);
        Value[] values = [interpreter.Wrap(x), interpreter.Wrap(w), interpreter.Wrap(b)];
        Assert.Equal(hasFewPoints,
            FewPointsConvolution.Suits(values[0], values[1], operation.Infer([.. values.Select(v => v.Shape)]), 1));
        torch.Tensor actual = TorchInterpreter.Unwrap(interpreter.Apply(operation, values)), wanted = expected(x, w, b);
        Assert.Equal(wanted.shape, actual.shape);
        torch.Tensor direction = Draw(wanted.shape).detach();
        Near(wanted, actual);
        foreach (var (a, c) in torch.autograd.grad([wanted], [x, w, b], [direction])
            .Zip(torch.autograd.grad([actual], [x, w, b], [direction])))
            Near(a, c);

        torch.Tensor Draw(long[] shape)
            => torch.randn(shape, torch.ScalarType.Float64, generator: random).requires_grad_(true);
    }

    private static void Near(torch.Tensor expected, torch.Tensor actual)
        => Assert.True((expected - actual).abs().max().item<double>() < 1e-12);

    private static TorchInterpreter Interpreter()
        => new(new Dictionary<ParameterDeclaration, torch.Tensor>(), torch.ScalarType.Float64, torch.CPU);
}
