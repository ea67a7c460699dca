namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("inspect")]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("generate")]
    public async Task Help_ends_with_examples(string command)
    {
        ToolRun run = (await ToolRun.Of(command, "--help")).Succeeded();
        Assert.Contains($"Examples:{Environment.NewLine}  neuralop {command} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_listed_with_their_options()
    {
        Assert.Contains("mgno", (await ToolRun.Of("models")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("Dirichlet", (await ToolRun.Of("models", "mgno")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_command_line_has_its_own_code()
    {
        Assert.Equal(ExitCode.WrongArguments, (await ToolRun.Of("trein")).Code);
        Assert.Equal(ExitCode.Failed, (await ToolRun.Of("inspect", "no-such-file.npz")).Code);
    }

    [Fact]
    public async Task Failures_are_objects_for_scripts()
    {
        ToolRun run = await ToolRun.Of("inspect", "no-such-file.npz", "--json");
        Assert.Equal(ExitCode.Failed, run.Json.GetProperty("exitCode").GetInt32());
        Assert.Contains("no-such-file", run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_completed()
    {
        string line = "neuralop train a.npz --model mg";
        ToolRun run = await ToolRun.Of($"[suggest:{line.Length}]", line);
        Assert.Contains("mgno", run.Output, StringComparison.Ordinal);
    }
}
