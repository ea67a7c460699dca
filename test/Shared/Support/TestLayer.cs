using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Runs single layers with torch in double precision.</summary>
internal static class TestLayer
{
    /// <summary>The numbers and the shape of a result.</summary>
    public static (double[] Values, long[] Shape) Run(Layer layer, Func<Value, Value> apply, double[] input,
        long[] shape, ParameterValues? values = null)
    {
        values ??= ParameterValues.Initialize(layer, 1);
        using DisposeScope scope = torch.NewDisposeScope();
        var tensors = layer.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        Value result = apply(run.Wrap(torch.tensor(input, shape, torch.ScalarType.Float64)));
        torch.Tensor tensor = TorchInterpreter.Unwrap(result);
        if (!result.Shape.ToNumbers().SequenceEqual(tensor.shape))
            throw new InvalidOperationException($"The shape {result.Shape} is [{string.Join(", ", tensor.shape)}] in "
                + "torch.");
        return (tensor.contiguous().data<double>().ToArray(), tensor.shape);
    }

    /// <summary>Values that depend on sizes alone.</summary>
    public static (double[] Values, long[] Shape) Table(Func<Interpreter, Value> build)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var run = new TorchInterpreter(new Dictionary<ParameterDeclaration, torch.Tensor>(),
            torch.ScalarType.Float64, torch.CPU);
        torch.Tensor tensor = TorchInterpreter.Unwrap(build(run));
        return (tensor.contiguous().data<double>().ToArray(), tensor.shape);
    }

    /// <summary>Fails unless the gradients of the input and of all parameters are right.</summary>
    public static void GradientsEqualQuotients(Layer layer, Func<Value, Value> apply, params long[] shape)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var tensors = layer.Parameters.ToDictionary(p => p, p => Gradients.Variable([.. p.Shape]));
        torch.Tensor x = Gradients.Variable(shape);
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        // A sum of weighted outputs: no symmetry can hide a wrong one.
        torch.Tensor weights = torch.randn_like(Output());
        Gradients.EqualQuotients([x, .. tensors.Values], () => (Output() * weights.detach()).sum());

        torch.Tensor Output() => TorchInterpreter.Unwrap(apply(run.Wrap(x)));
    }

    /// <summary>Numbers drawn with a seed.</summary>
    public static double[] Draw(int count, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
