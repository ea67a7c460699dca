using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>Runs a definition with torch, and compares.</summary>
internal static class Parity
{
    public static (float[] Values, long[] Shape) Torch(NeuralOperator definition, ParameterValues values, float[] x,
        long[] shape)
        => Torch(definition, values, [(x, shape)]);

    public static (float[] Values, long[] Shape) Torch(NeuralOperator definition, ParameterValues values,
        IReadOnlyList<(float[] Values, long[] Shape)> inputs)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        var tensors = definition.Parameters.ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape]));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float32, torch.CPU);
        torch.Tensor y = TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(x
            => run.Wrap(torch.tensor(x.Values, x.Shape)))])).contiguous();
        return (y.data<float>().ToArray(), y.shape);
    }

    public static void Equal(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1e-6, expected.Max(v => Math.Abs((double)v)));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"element {i}: {expected[i]} and {actual[i]}, scale {scale:g3}");
    }
}
