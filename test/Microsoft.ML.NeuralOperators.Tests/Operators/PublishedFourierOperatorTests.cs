using Microsoft.ML.NeuralOperators.Checkpoints;
using Microsoft.ML.NeuralOperators.Fields;
using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Weights of the library neuraloperator, by their own names, give that library's outputs.</summary>
public class PublishedFourierOperatorTests
{
    [SharedFact]
    public void Two_dimensional_outputs_are_reproduced_on_every_grid()
    {
        string path = SharedData.Path("reference", "fno2d_neuraloperator.npz");
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        ParameterValues values = Checkpoint.Load(path);
        for (int i = 0; arrays.TryGetValue($"input{i}", out NamedArray? input); i++)
        {
            float[] expected = arrays[$"output{i}"].Values, actual = Run(values, input);
            float scale = expected.Max(Math.Abs);
            for (int at = 0; at < expected.Length; at++) Assert.True(Math.Abs(expected[at] - actual[at]) <= 2e-5 * scale, $"input{i} at {at}");
        }
    }

    [SharedFact]
    public void One_dimensional_weights_load_by_name()
    {
        ParameterValues values = Checkpoint.Load(SharedData.Path("reference", "fno1d_neuraloperator.npz"));
        var options = ((FourierOperator)values.Definition).Options;
        Assert.Equal([16], options.NumberOfModes);
        Assert.Equal((10, 2, 1, 3), (options.HiddenChannels, options.InputChannels, options.OutputChannels, options.Layers));
    }

    [SharedFact]
    public void A_name_that_is_missing_is_named()
    {
        var other = new FourierOperator(new() { NumberOfModes = [8, 8], HiddenChannels = 12, Layers = 5 });
        var error = Assert.Throws<FormatException>(() => Checkpoint.Load(SharedData.Path("reference", "fno2d_neuraloperator.npz"), other));
        Assert.Contains("'fno_blocks.convs.4.weight.tensor'", error.Message);
    }

    [SharedFact]
    public void A_shape_that_disagrees_is_named()
    {
        var other = new FourierOperator(new() { NumberOfModes = [8, 6], HiddenChannels = 12 });
        var error = Assert.Throws<FormatException>(() => Checkpoint.Load(SharedData.Path("reference", "fno2d_neuraloperator.npz"), other));
        Assert.Contains("'fno_blocks.convs.0.weight.tensor' has the shape [12, 12, 8, 5, 2] in the checkpoint, expected [12, 12, 8, 4, 2]", error.Message);
    }

    private static float[] Run(ParameterValues values, NamedArray input)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var tensors = values.Definition.Parameters.ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape]));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float32, torch.CPU);
        torch.Tensor x = torch.tensor(input.Values, [.. input.Shape.Select(s => (long)s)]);
        return TorchInterpreter.Unwrap(((NeuralOperator)values.Definition).Run(run.Wrap(x))).contiguous().data<float>().ToArray();
    }
}
