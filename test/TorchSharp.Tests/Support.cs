using Xunit;

// Tensor counts, seeds and thread counts belong to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace TorchSharp.Tests;

/// <summary>Comparisons of tensors with expected numbers.</summary>
internal static class Check
{
    public static void Values(torch.Tensor actual, double[] expected, double tolerance = 1e-6)
    {
        double[] values = Numbers(actual);
        Assert.Equal(expected.Length, values.Length);
        for (int k = 0; k < expected.Length; k++)
            Assert.True(Math.Abs(expected[k] - values[k]) <= tolerance * Math.Max(1, Math.Abs(expected[k])),
                $"element {k}: expected {expected[k]}, got {values[k]} in {actual}");
    }

    public static void Values(torch.Tensor actual, params double[] expected) => Values(actual, expected, 1e-6);

    public static void Shape(torch.Tensor actual, params long[] expected) => Assert.Equal(expected, actual.shape);

    public static void Same(torch.Tensor expected, torch.Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.shape, actual.shape);
        Values(actual, Numbers(expected), tolerance);
    }

    public static double[] Numbers(torch.Tensor tensor)
    {
        using torch.Tensor wide = tensor.detach().cpu().type(torch.float64).contiguous();
        return wide.data<double>().ToArray();
    }

    /// <summary>Compares the gradients of a scalar function with central differences.</summary>
    public static void Gradient(Func<torch.Tensor, torch.Tensor> function, torch.Tensor at, double tolerance = 1e-6)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor x = at.type(torch.float64).clone().requires_grad_();
        // Weights make every output element count differently.
        torch.Tensor first = function(x);
        torch.Tensor weights = torch.linspace(0.5, 1.5, first.numel(), torch.float64).reshape(first.shape);
        torch.Tensor gradient = torch.autograd.grad([(first * weights).sum()], [x])[0];
        double[] found = Numbers(gradient);
        double[] point = Numbers(x);
        const double step = 1e-6;
        using var unrecorded = torch.no_grad();
        for (int k = 0; k < point.Length; k++)
        {
            double Value(double shift)
            {
                double[] moved = (double[])point.Clone();
                moved[k] += shift;
                return (function(torch.tensor(moved).reshape(x.shape)) * weights).sum().ToDouble();
            }

            double expected = (Value(step) - Value(-step)) / (2 * step);
            Assert.True(Math.Abs(expected - found[k]) <= tolerance * Math.Max(1, Math.Abs(expected)),
                $"element {k}: differences give {expected}, backward gives {found[k]}");
        }
    }
}
