using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Derivatives of torch against difference quotients, in double precision.</summary>
internal static class Gradients
{
    /// <summary>Fails unless the gradient of <paramref name="loss"/> is right for each of its variables.</summary>
    /// <param name="variables">Leaves that need a gradient; changed and brought back in place.</param>
    /// <param name="loss">A number from the variables' current values.</param>
    public static void EqualQuotients(IReadOnlyList<torch.Tensor> variables, Func<torch.Tensor> loss)
    {
        const double Step = 1e-5;
        IList<torch.Tensor> gradients = torch.autograd.grad([loss()], [.. variables]);
        using IDisposable noGradient = torch.no_grad();
        for (int i = 0; i < variables.Count; i++)
        {
            // Along a random direction: one quotient tests every element.
            torch.Tensor direction = torch.randn(variables[i].shape, torch.ScalarType.Float64);
            variables[i].add_(direction, Step);
            double above = loss().item<double>();
            variables[i].add_(direction, -2 * Step);
            double below = loss().item<double>();
            variables[i].add_(direction, Step);
            double expected = (above - below) / (2 * Step), actual = gradients[i].mul(direction).sum().item<double>();
            Assert.True(Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected)),
                $"variable {i}: {actual}, quotient {expected}");
            Assert.NotEqual(0, actual);
        }
    }

    /// <summary>A leaf of normal numbers.</summary>
    public static torch.Tensor Variable(params long[] shape)
        => torch.randn(shape, torch.ScalarType.Float64).requires_grad_();
}
