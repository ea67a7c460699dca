using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Gradients in single precision, which training uses, are those in double precision: libraries have kernels for single
/// precision alone, with faults of their own.
/// </summary>
internal static class SinglePrecisionGradients
{
    private const double Tolerance = 1e-3;

    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        ParameterDeclaration[] trained = [.. definition.Parameters.Where(p => p.IsTrainable)];
        using DisposeScope scope = torch.NewDisposeScope();
        double[][] expected = Gradients(torch.ScalarType.Float64), actual = Gradients(torch.ScalarType.Float32);
        // What is small beside the rest is rounding.
        double scale = expected.SelectMany(g => g).Max(Math.Abs);
        for (int p = 0; p < trained.Length; p++)
            for (int i = 0; i < expected[p].Length; i++)
                InvariantException.Require(Math.Abs(expected[p][i] - actual[p][i]) <= Tolerance * scale,
                    $"The gradient of '{trained[p]}' is {actual[p][i]:g4} in single precision, {expected[p][i]:g4} in "
                    + $"double, at element {i}");

        double[][] Gradients(torch.ScalarType type)
        {
            ParameterValues values = ParameterValues.Initialize(definition, 0);
            var tensors = definition.Parameters.ToDictionary(p => p,
                p => torch.tensor(values[p], [.. p.Shape], type, torch.CPU).requires_grad_(p.IsTrainable));
            using var run = new TorchInterpreter(tensors, type, torch.CPU);
            var inputs = PortShapes.Inputs(definition, 2, test.Sizes[0]);
            torch.Tensor y = TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(i
                => run.Wrap(torch.tensor(i.Values, i.Shape, type, torch.CPU)))]));
            return [.. torch.autograd.grad([y.pow(2).sum()], [.. trained.Select(p => tensors[p])])
                .Select(g => g.type(torch.ScalarType.Float64).contiguous().data<double>().ToArray())];
        }
    }
}
