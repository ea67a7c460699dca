using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Runs definitions with torch.</summary>
internal static class TorchRun
{
    /// <summary>What a definition gives on the CPU.</summary>
    public static float[] Of(NeuralOperator definition, ParameterValues values,
        IEnumerable<(float[] Values, long[] Shape)> inputs) => Of(definition, values, inputs, torch.CPU);

    /// <summary>What a definition gives on a device.</summary>
    public static float[] Of(NeuralOperator definition, ParameterValues values,
        IEnumerable<(float[] Values, long[] Shape)> inputs, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        Dictionary<ParameterDeclaration, torch.Tensor> tensors = definition.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float32, device));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float32, device);
        torch.Tensor y = TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(i
            => run.Wrap(torch.tensor(i.Values, i.Shape, torch.ScalarType.Float32, device)))]));
        return y.cpu().contiguous().data<float>().ToArray();
    }
}
