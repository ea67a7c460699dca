using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_best_model_is_saved_and_predicts()
    {
        string data = _folder.Waves();
        string[] line = [.. Line(data), "--try", "LearningRate=log(1e-4..1e-1)", "Layers=1|2", "--json"];
        ToolRun run = (await ToolRun.Of(line)).Succeeded();
        JsonElement best = run.Json;
        Assert.Equal(4, best.GetProperty("trials").GetInt32());
        JsonElement options = best.GetProperty("options");
        Assert.Matches("^[12]$", options.GetProperty("Layers").GetString());
        Assert.True(options.TryGetProperty("Training.LearningRate", out _));
        JsonElement scored = (await ToolRun.Of("evaluate", _folder["best.zip"], data, "-u", "u", "--json"))
            .Succeeded().Json;
        Assert.True(scored.GetProperty("relativeL2").GetDouble() > 0);
    }

    [Fact]
    public async Task A_study_goes_on()
    {
        string[] line = [.. Line(_folder.Waves()), "--try", "Layers=1..2", "--study", _folder["study"], "--json"];
        await ToolRun.Of(line);
        ToolRun again = (await ToolRun.Of(line)).Succeeded();
        Assert.Equal(4, again.Json.GetProperty("trials").GetInt32());
        Assert.DoesNotContain("epochs", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_with_one_value_are_not_listed_and_those_without_effect_not_tried()
    {
        string[] line = [.. Line(_folder.Waves()), "--try", "Layers=1|2", "Modes=3,3", "Factorization=none|tucker",
            "Rank=0.2|0.3"];
        ToolRun run = (await ToolRun.Of(line)).Succeeded();
        string all = run.Output + run.Error;
        Assert.DoesNotContain("Modes=", all, StringComparison.Ordinal);
        Assert.Contains("Factorization=", all, StringComparison.Ordinal);
        string[] trials = [.. run.Error.Split('\n').Where(l => l.Contains("Factorization=", StringComparison.Ordinal))];
        Assert.All(trials, l => Assert.Equal(l.Contains("=Tucker", StringComparison.Ordinal),
            l.Contains("Rank=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_later_sweep_learns_from_a_study_and_trains_few_rows_first()
    {
        string[] line = [.. Line(_folder.Waves()), "--try", "Layers=1..2", "--study", _folder["study"], "--json"];
        await ToolRun.Of(line);
        (await ToolRun.Of([.. Line(_folder.Waves()), "--try", "Layers=1..2", "--warm-start", _folder["study"],
            "--fidelity", "samples"])).Succeeded();
        (await ToolRun.Of([.. Line(_folder.Waves()), "--try", "Layers=1..3", "--warm-start", _folder["study"]]))
            .EndedWith(ExitCode.Failed, "Ranges and values must agree");
    }

    [Fact]
    public async Task Pages_are_written_of_a_sweep_and_of_its_study()
    {
        string data = _folder.Waves();
        string[] line = [.. Line(data), "--try", "Layers=1..2", "--study", _folder["study"], "--report",
            _folder["sweep.html"]];
        ToolRun run = (await ToolRun.Of(line)).Succeeded();
        Assert.Contains("sweep.html written", run.Output, StringComparison.Ordinal);
        string page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(_folder["sweep.html"]));
        Assert.Contains($"operators.LoadFields(@\"{data}\")", page, StringComparison.Ordinal);
        Assert.Contains($"neuralop sweep {data}", page, StringComparison.Ordinal);
        JsonElement told = (await ToolRun.Of("sweep-report", _folder["study"], "-o", _folder["study.html"], "--title",
            "Waves at night", "--json")).Succeeded().Json;
        Assert.Equal(4, told.GetProperty("trials").GetInt32());
        Assert.Contains("<title>Waves at night</title>", File.ReadAllText(_folder["study.html"]),
            StringComparison.Ordinal);
    }

    /// <summary>"Modes" is also the beginning of the training's ModeSchedule, which MgNO is not to get.</summary>
    [Fact]
    public async Task Options_of_one_model_are_not_taken_for_the_beginning_of_anothers()
    {
        ToolRun run = (await ToolRun.Of("sweep", _folder.Waves(), "-i", "a", "-u", "u", "-m", "fno", "mgno", "--try",
            "Modes=2,2|3,3", "--set", "Workers=1", "Channels=4", "Layers=1", "--trials", "4", "--epochs", "1",
            "--tuner", "random", "--validation", "0.3", "-o", _folder["best.zip"])).Succeeded();
        string[] trials = [.. (run.Output + run.Error).Split('\n')
            .Where(l => l.Contains("Modes=", StringComparison.Ordinal))];
        Assert.NotEmpty(trials);
        Assert.DoesNotContain(trials, l => l.Contains("mgno", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_without_a_study_is_refused()
        => (await ToolRun.Of("sweep-report", _folder.Path)).EndedWith(ExitCode.Failed, "There is no study in");

    [Theory]
    [InlineData("Rank=0.1|0.2", "has an effect only where Factorization is not None")]
    [InlineData("Chanels=4..8", "has an option 'Chanels'")]
    [InlineData("Layers", "expected a range")]
    [InlineData("Layers=2..1", "empty")]
    [InlineData("Layers=a..b", "'a' is not a number")]
    [InlineData("LearningRate=log(1|2)", "has no range")]
    public async Task Wrong_values_are_refused_before_any_training(string tried, string expected)
        => (await ToolRun.Of([.. Line(_folder.Waves()), "--try", tried])).EndedWith(ExitCode.WrongArguments, expected);

    [Fact]
    public async Task A_sweep_without_an_end_is_refused()
        => (await ToolRun.Of("sweep", _folder.Waves(), "-i", "a", "-u", "u"))
            .EndedWith(ExitCode.WrongArguments, "--minutes or --trials");

    private string[] Line(string data) => ["sweep", data, "-i", "a", "-u", "u", "-m", "fno", "--set", "Modes=4,4",
        "Workers=1", "Channels=4", "--trials", "4", "--epochs", "2", "--rungs", "2", "--tuner", "random",
        "--validation", "0.3", "-o", _folder["best.zip"]];
}
