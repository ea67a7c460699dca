using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>What published weights do not tell, and nothing else says, is asked for by name.</summary>
public class UnsaidArgumentTests
{
    [Theory]
    [InlineData("flare_130pts.npz", "num_heads")]
    [InlineData("lamo_regular_20x28.npz", "H_img")]
    public void Weights_without_their_programs_arguments_are_refused(string file, string argument)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(SharedData.Path("reference", file));
        using var folder = new TemporaryFolder();
        ArrayFile.WriteNpz(folder["bare.npz"],
            [.. arrays.Values.Where(a => a.Name.StartsWith("state.", StringComparison.Ordinal))]);
        var error = Assert.Throws<FormatException>(() => Checkpoint.Load(folder["bare.npz"]));
        Assert.Contains($"'{argument}'", error.Message);
    }
}
