using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class GridConvolutionTests
{
    // A kernel of ones counts the cells it meets on a field of ones.
    [Fact]
    public void Every_axis_continues_by_its_own_condition()
    {
        double[,] counts = Counts([BoundaryCondition.Periodic, BoundaryCondition.Dirichlet], dilation: 1);
        Assert.Equal([6, 9, 9, 9, 6], Row(counts, 0));
        Assert.Equal(Row(counts, 0), Row(counts, 2));
        counts = Counts([BoundaryCondition.Dirichlet, BoundaryCondition.Neumann], dilation: 1);
        Assert.Equal([6, 6, 6, 6, 6], Row(counts, 0));
        Assert.Equal([9, 9, 9, 9, 9], Row(counts, 2));
    }

    [Fact]
    public void Points_of_a_dilated_kernel_lie_apart()
        => Assert.Equal([4, 4, 6, 4, 4],
            Row(Counts([BoundaryCondition.Dirichlet, BoundaryCondition.Dirichlet], dilation: 2), 0));

    [Fact]
    public void Groups_of_channels_do_not_mix()
    {
        var layer = new GridConvolution([BoundaryCondition.Dirichlet], 2, 2, 1, hasBias: false, groups: 2);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor y = Apply(layer, torch.tensor([1.0, 2, 3, 4], [1, 2, 2]), torch.tensor([10.0, 100], [2, 1, 1]));
        Assert.Equal([10, 20, 300, 400], y.contiguous().data<double>().ToArray());
    }

    private static double[,] Counts(IReadOnlyList<BoundaryCondition> boundaries, int dilation)
    {
        var layer = new GridConvolution(boundaries, 1, 1, 3, hasBias: false, dilation: dilation);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor y = Apply(layer, torch.ones(1, 1, 5, 5, torch.ScalarType.Float64),
            torch.ones(1, 1, 3, 3, torch.ScalarType.Float64));
        var counts = new double[5, 5];
        for (int i = 0; i < 25; i++) counts[i / 5, i % 5] = y[0, 0, i / 5, i % 5].item<double>();
        return counts;
    }

    private static torch.Tensor Apply(GridConvolution layer, torch.Tensor x, torch.Tensor weight)
    {
        var tensors = new Dictionary<ParameterDeclaration, torch.Tensor> { [layer.Parameters.Single()] = weight };
        using var interpreter = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        return TorchInterpreter.Unwrap(layer.Apply(interpreter.Wrap(x)));
    }

    private static double[] Row(double[,] counts, int row)
        => [.. Enumerable.Range(0, 5).Select(column => counts[row, column])];
}
