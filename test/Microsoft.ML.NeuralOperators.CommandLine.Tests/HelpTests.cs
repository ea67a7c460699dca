using System.CommandLine;
using System.Text.Json;
using Microsoft.ML.NeuralOperators.CommandLine.Commands;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("inspect")]
    [InlineData("models")]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("sweep")]
    [InlineData("sweep-report")]
    [InlineData("sweep-worker")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("rollout")]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("serve")]
    [InlineData("generate")]
    [InlineData("completion")]
    public async Task Help_ends_with_examples(string command)
    {
        ToolRun run = (await ToolRun.Of(command, "--help")).Succeeded();
        Assert.Contains($"Examples:{Environment.NewLine}  neuralop {command}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_listed_with_their_options()
    {
        Assert.Contains("mgno", (await ToolRun.Of("models")).Succeeded().Output, StringComparison.Ordinal);
        ToolRun one = (await ToolRun.Of("models", "mgno")).Succeeded();
        Assert.Contains("Dirichlet", one.Output, StringComparison.Ordinal);
        Assert.Contains("RollOut.History", one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_of_the_training_are_those_of_the_model()
    {
        ToolRun gnot = (await ToolRun.Of("models", "gnot", "--json")).Succeeded();
        JsonElement batch = gnot.Json.GetProperty("training").EnumerateArray()
            .Single(o => o.GetProperty("name").GetString() == "BatchSize");
        Assert.Equal("4", batch.GetProperty("default").GetString());
    }

    // An example that is refused teaches the wrong thing.
    [Fact]
    public void Examples_are_command_lines()
    {
        RootCommand root = Tool.Create(new Terminal(Terminal.Open(new StringWriter(), true),
            Terminal.Open(new StringWriter(), true)));
        string[] examples = [.. root.Subcommands.OfType<ToolCommand>().SelectMany(c => c.Examples)
            // What comes before the command, such as mpirun, is not its own.
            .Select(e => e.Split(">>")[0][e.IndexOf("neuralop ", StringComparison.Ordinal)..])];
        Assert.NotEmpty(examples);
        Assert.All(examples, e => Assert.Empty(CommandLineFaults.Of(root.Parse(e["neuralop ".Length..]))));
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
        ToolRun run = (await ToolRun.Of($"[suggest:{line.Length}]", line)).Succeeded();
        Assert.Contains("mgno", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_model_in_the_line_are_completed()
    {
        const string Line = "neuralop train a.npz --model mgno --set Bou";
        ToolRun run = (await ToolRun.Of($"[suggest:{Line.Length}]", Line)).Succeeded();
        Assert.Contains("Boundary=", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Shells_have_a_script_of_completion(string shell)
        => Assert.Contains("[suggest:", (await ToolRun.Of("completion", shell)).Succeeded().Output,
            StringComparison.Ordinal);
}
