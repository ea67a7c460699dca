using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Weights that the authors' SRNO saved, read by their own names.</summary>
public class SrnoWeightsTests(ITestOutputHelper log)
{
    [Fact]
    public void Published_outputs_are_reproduced()
    {
        SrnoReference reference = SrnoReference.Read();
        ParameterValues values = Checkpoint.Load(reference.Path);
        Assert.Equal(3, reference.Cases.Count);
        foreach (var (inputs, output) in reference.Cases)
        {
            var (actual, shape) = Run(values, inputs);
            Assert.Equal(PublishedReference.Shape(output), shape);
            double difference = PublishedReference.Difference(output.Values, actual);
            log.WriteLine($"{string.Join('×', inputs[0].Shape)} to {shape[2]} points: {difference:g2}");
            Assert.True(difference <= 2e-5, $"{string.Join('×', inputs[0].Shape)}: {difference}");
        }
    }

    // As the program saves it: weights in "model", "sd", and the optimizer's numbers beside.
    [Fact]
    public void The_file_of_a_training_gives_the_same_weights()
    {
        SrnoReference reference = SrnoReference.Read();
        using var folder = new TemporaryFolder();
        ArrayFile.WriteNpz(folder["epoch-last.npz"], [.. ArrayFile.Read(reference.Path)
            .Where(array => array.Key.StartsWith("state.", StringComparison.Ordinal))
            .Select(array => array.Value with { Name = "model.sd." + array.Key["state.".Length..] }),
            new NamedArray("optimizer.sd.state.0.exp_avg", [2], [1, 2])]);
        ParameterValues expected = Checkpoint.Load(reference.Path), actual = Checkpoint.Load(folder["epoch-last.npz"]);
        foreach (var (a, b) in expected.Definition.Parameters.Zip(actual.Definition.Parameters))
            Assert.Equal(expected[a], actual[b]);
    }

    [Fact]
    public void A_scale_of_the_residual_blocks_is_asked_of_the_arguments()
    {
        SrnoReference reference = SrnoReference.Read();
        var (inputs, _) = reference.Cases[0];
        float[] whole = Run(Checkpoint.Load(reference.Path), inputs).Values;
        ParameterValues scaled = Checkpoint.Load(reference.Path,
            new Dictionary<string, object> { ["res_scale"] = 0.1 });
        Assert.InRange(PublishedReference.Difference(whole, Run(scaled, inputs).Values), 1e-2, 10);
    }

    [Theory]
    [InlineData("encoder.head.0.weight", "encoder.SFENet1.weight", "not an EDSR")]
    [InlineData("encoder.sub_mean.weight", "encoder.tail.1.weight", "no_upsampling")]
    public void Other_encoders_are_refused(string name, string other, string expected)
    {
        using var folder = new TemporaryFolder();
        ArrayFile.WriteNpz(folder["other.npz"], [.. ArrayFile.Read(SrnoReference.Read().Path).Values
            .Where(array => array.Text is null)
            .Select(array => array with { Name = array.Name.Replace(name, other, StringComparison.Ordinal) })]);
        var error = Assert.Throws<FormatException>(() => Checkpoint.Load(folder["other.npz"]));
        Assert.Contains(expected, error.Message);
    }

    private static (float[] Values, long[] Shape) Run(ParameterValues values,
        IReadOnlyList<(float[] Values, long[] Shape)> inputs)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        var definition = (NeuralOperator)values.Definition;
        var tensors = definition.Parameters.ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape]));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float32, torch.CPU);
        torch.Tensor y = TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(x
            => run.Wrap(torch.tensor(x.Values, x.Shape)))])).contiguous();
        return (y.data<float>().ToArray(), y.shape);
    }
}
