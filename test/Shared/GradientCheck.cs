using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Gradients of a definition against difference quotients, in float64.</summary>
public static class GradientCheck
{
    /// <summary>Checks every parameter along a random direction: one quotient tests all its elements.</summary>
    public static void Run(NeuralOperator definition, params long[] shape)
    {
        using var module = new OperatorModule(definition, type: torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        torch.Tensor x = torch.randn(shape, torch.ScalarType.Float64);
        // Buffers, such as random frequencies, are not trained.
        torch.Tensor[] parameters = [.. module.parameters().Where(p => p.requires_grad)];
        IList<torch.Tensor> gradients = torch.autograd.grad([Loss()], [.. parameters]);
        using IDisposable noGradient = torch.no_grad();
        for (int p = 0; p < parameters.Length; p++)
        {
            torch.Tensor direction = torch.randn(parameters[p].shape, torch.ScalarType.Float64);
            const double Step = 1e-5;
            parameters[p].add_(direction, Step);
            double above = Loss().item<double>();
            parameters[p].add_(direction, -2 * Step);
            double below = Loss().item<double>();
            parameters[p].add_(direction, Step);
            double expected = (above - below) / (2 * Step), actual = gradients[p].mul(direction).sum().item<double>();
            Assert.True(Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"parameter {p}: {actual}, quotient {expected}");
        }

        torch.Tensor Loss() => module.call(x).pow(2).sum();
    }
}
