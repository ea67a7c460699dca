namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>What someone is told who mistypes.</summary>
public sealed class WrongLineTests
{
    [Theory]
    [InlineData("trian", "There is no command 'trian'. Did you mean train?")]
    [InlineData("inspect data.npz --jsn", "There is no option '--jsn'. Did you mean --json?")]
    [InlineData("inspect --jsn data.npz", "There is no option '--jsn'. Did you mean --json?")]
    [InlineData("train data.npz --inptu a --output u", "There is no option '--inptu'. Did you mean --input?")]
    [InlineData("train data.npz -i a -u u --set Channels=4 --eopchs 5",
        "There is no option '--eopchs'. Did you mean --epochs?")]
    [InlineData("train data.npz -i a -u u --channels=24",
        "There is no option '--channels'. Say --set Channels=VALUE.")]
    [InlineData("train data.npz", "Option '--input' is required.")]
    [InlineData("predict model.zip data.npz --steps 3", "There is no option '--steps'.")]
    public async Task A_wrong_word_is_answered_with_the_nearest_right_one(string line, string answer)
    {
        ToolRun run = (await ToolRun.Of(line.Split(' '))).EndedWith(ExitCode.WrongArguments, answer);
        Assert.Empty(run.Output);
        Assert.EndsWith($"--help.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_get_wrong_words_as_an_object()
    {
        ToolRun run = await ToolRun.Of("train", "data.npz", "--json", "--epoch", "3");
        Assert.Equal(ExitCode.WrongArguments, run.Json.GetProperty("exitCode").GetInt32());
        Assert.Equal("There is no option '--epoch'. Did you mean --epochs?",
            run.Json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Numbers_below_zero_are_no_options()
        => (await ToolRun.Of("train", "no-such-file.npz", "-i", "a", "-u", "u", "--validation", "-0.1"))
            .EndedWith(ExitCode.WrongArguments, "ValidationFraction");

    [Fact]
    public async Task No_word_at_all_gets_the_help()
        => Assert.Contains("neuralop train", (await ToolRun.Of()).EndedWith(ExitCode.WrongArguments).Output,
            StringComparison.Ordinal);
}
