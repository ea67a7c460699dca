using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using Microsoft.ML.NeuralOperators.Layers;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Gradients of a definition against difference quotients, in float64.</summary>
public static class GradientCheck
{
    /// <summary>Checks every parameter of an operator with one input.</summary>
    public static void Run(NeuralOperator definition, params long[] shape) => Run(definition, [shape]);

    /// <summary>
    /// Checks every parameter along a random direction: one quotient tests all its elements. Masks leave out the last point of
    /// every sample but the first.
    /// </summary>
    /// <param name="definition">The operator.</param>
    /// <param name="shapes">The shape of every input.</param>
    public static void Run(NeuralOperator definition, IReadOnlyList<long[]> shapes)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        ParameterValues values = ParameterValues.Initialize(definition, 0);
        // Buffers, such as random frequencies, are not trained.
        Dictionary<ParameterDeclaration, torch.Tensor> tensors = definition.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64).requires_grad_(p.IsTrainable));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU) { Training = true };
        torch.Tensor[] inputs = [.. shapes.Select((shape, i) => definition.Inputs[i].IsMask ? Mask(shape) : torch.randn(shape, torch.ScalarType.Float64))];
        torch.Tensor[] parameters = [.. tensors.Values.Where(p => p.requires_grad)];
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

        torch.Tensor Loss() => TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(run.Wrap)])).pow(2).sum();
    }

    private static torch.Tensor Mask(long[] shape)
    {
        long points = shape[^1];
        double[] numbers = [.. Enumerable.Range(0, (int)(shape[0] * points)).Select(i => i >= points && i % points == points - 1 ? 0.0 : 1.0)];
        return torch.tensor(numbers, shape, torch.ScalarType.Float64);
    }
}
