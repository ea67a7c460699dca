using System.CommandLine;
using Microsoft.ML.NeuralOperators.CommandLine.Commands;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class InvocationTests
{
    [Theory]
    [InlineData("Modes=8,8", "Modes=8,8")]
    [InlineData("Modes=8,8|12,12", "\"Modes=8,8|12,12\"")]
    [InlineData("a: n x y; u: n x y", "\"a: n x y; u: n x y\"")]
    [InlineData("runs/*.h5", "\"runs/*.h5\"")]
    [InlineData("a&b", "\"a&b\"")]
    [InlineData("the \"best\"", "\"the \\\"best\\\"\"")]
    [InlineData("", "\"\"")]
    public void A_command_line_can_be_typed_again(string token, string typed)
    {
        var call = new Invocation(new RootCommand().Parse([token]), null!, false, CancellationToken.None);
        Assert.Equal($"neuralop {typed}", call.Line);
    }
}
