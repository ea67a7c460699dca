using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Tests.Invariants;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Torch;

/// <summary>
/// Checkpoints as neuraloperator saves them: what their metadata says, though no weight shows it, is followed or
/// refused.
/// </summary>
public class FnoCheckpointTests
{
    [Theory]
    [InlineData("fno_odd_modes")]
    [InlineData("fno_padded")]
    public void A_checkpoint_gives_the_outputs_of_its_program(string name)
    {
        ParameterValues values = Checkpoint.Load(Case(name + ".pt"));
        IReadOnlyDictionary<string, NamedArray> expected = ArrayFile.Read(Case(name + "_expected.npz"));
        foreach (string grid in new[] { "16x16", "15x21", "33x10" })
        {
            NamedArray input = expected[$"input_{grid}"], output = expected[$"output_{grid}"];
            float[] actual = TorchRun.Of((NeuralOperator)values.Definition, values,
                [(input.Values, [.. input.Shape.Select(n => (long)n)])]);
            Near.Require(output.Values, actual, 1e-5, $"{name} on {grid}");
        }
    }

    [Theory]
    [InlineData("fno_relu", "relu'; Fno has GELU only")]
    [InlineData("fno_fewer_modes", "keeps 5 modes along axis 0")]
    [InlineData("fno_conv_bias_kernel_3", "conv")]
    public void What_the_operator_does_not_have_is_refused(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<FormatException>(() => Checkpoint.Load(Case(name + ".pt"))).Message);

    private static string Case(string file) => SharedData.Path("cases", Path.Combine("07_fno_checkpoints", file));
}
