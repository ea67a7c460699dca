using Microsoft.ML.NeuralOperators.Torch;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Gradients of a definition against difference quotients, in float64.</summary>
public static class GradientCheck
{
    /// <summary>Checks an operator of one input field.</summary>
    public static void Run(NeuralOperator definition, params long[] shape)
        => Run(definition, new List<long[]> { shape });

    /// <summary>Checks every parameter along a random direction: one quotient tests all its elements.</summary>
    /// <param name="definition">The operator.</param>
    /// <param name="shapes">The shapes of its inputs.</param>
    /// <param name="isTraining">Whether it runs as in training, by the statistics of the batch.</param>
    public static void Run(NeuralOperator definition, IReadOnlyList<long[]> shapes, bool isTraining = false)
    {
        const torch.ScalarType Double = torch.ScalarType.Float64;
        ParameterValues values = ParameterValues.Initialize(definition, 0);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        Dictionary<ParameterDeclaration, torch.Tensor> tensors = definition.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], Double, torch.CPU).requires_grad_(p.IsTrainable));
        using var run = new TorchInterpreter(tensors, Double, torch.CPU) { Training = isTraining };
        torch.Tensor[] inputs =
            [.. shapes.Select((shape, i) => definition.Inputs[i].IsMask
            ? torch.tensor(SampleMask.Of(shape), shape, Double, torch.CPU) : torch.randn(shape, Double))];
        // Buffers, such as random frequencies, are not trained.
        ParameterDeclaration[] trained = [.. definition.Parameters.Where(p => p.IsTrainable)];
        IList<torch.Tensor> gradients = torch.autograd.grad([Loss()], [.. trained.Select(p => tensors[p])]);
        using IDisposable noGradient = torch.no_grad();
        for (int p = 0; p < trained.Length; p++)
        {
            const double Step = 1e-5;
            torch.Tensor parameter = tensors[trained[p]], direction = torch.randn(parameter.shape, Double);
            double expected = Quotient(Step), actual = gradients[p].mul(direction).sum().item<double>();
            // A curved loss, as of norms over few points, takes the quotient off by the step's square, and Richardson's
            // has no such error.
            if (!IsMet()) expected = (4 * Quotient(Step / 2) - expected) / 3;
            Assert.True(IsMet(), $"parameter '{trained[p]}': {actual}, quotient {expected}");

            bool IsMet() => Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected));

            double Quotient(double step)
            {
                parameter.add_(direction, step);
                double above = Loss().item<double>();
                parameter.add_(direction, -2 * step);
                double below = Loss().item<double>();
                parameter.add_(direction, step);
                return (above - below) / (2 * step);
            }
        }

        torch.Tensor Loss()
        {
            Value[] fields = [.. inputs.Select(run.Wrap)];
            return TorchInterpreter.Unwrap(definition.Run(fields)).pow(2).sum();
        }
    }
}
