using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>What is done with trained models.</summary>
public sealed class ScoringTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private string Model => trained.Folder["model.zip"];

    private string Data => trained.Folder["waves.npz"];

    [Fact]
    public async Task A_model_is_shown_with_its_options()
    {
        JsonElement facts = (await ToolRun.Of("inspect", Model, "--json")).Succeeded().Json;
        Assert.Equal("Fno", facts.GetProperty("operator").GetString());
        Assert.Equal("4,4", facts.GetProperty("options").GetProperty("Modes").GetString());
        Assert.Contains("trained on", (await ToolRun.Of("inspect", Model)).Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_those_of_every_row()
    {
        JsonElement scores = (await ToolRun.Of("evaluate", Model, Data, "-u", "u", "--json")).Succeeded().Json;
        Assert.Equal(SmallData.Rows, scores.GetProperty("count").GetInt32());
        Assert.InRange(scores.GetProperty("relativeL2").GetDouble(), 1e-6, 10);
        Assert.Contains("relative L2", (await ToolRun.Of("evaluate", Model, Data, "-u", "u")).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.npz")]
    [InlineData("out.mat")]
    [InlineData("out.h5")]
    [InlineData("new/folder/out.parquet")]
    public async Task Predictions_go_to_any_format(string name)
    {
        string file = trained.Folder[name];
        ToolRun run = (await ToolRun.Of("predict", Model, Data, "-o", file, "--as", "pressure")).Succeeded();
        Assert.Contains($"{SmallData.Rows} rows of 'pressure'", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Arrays_of_another_name_are_read()
    {
        string file = trained.Folder["renamed.npz"], same = trained.Folder["same.npz"];
        (await ToolRun.Of("predict", Model, Data, "-i", "a=u", "-o", file, "--with-input")).Succeeded();
        (await ToolRun.Of("predict", Model, Data, "-i", "u", "-o", same)).Succeeded();
        Assert.Equal(DataFile.Read(file)["Score"].Values, DataFile.Read(same)["Score"].Values);
        Assert.Equal(DataFile.Read(Data)["u"].Values, DataFile.Read(file)["a"].Values);
        (await ToolRun.Of("predict", Model, Data, "-i", "b=u", "-o", same))
            .EndedWith(ExitCode.WrongArguments, "The model reads a, not 'b'.");
    }

    [Fact]
    public async Task A_report_shows_the_best_and_the_worst_row()
    {
        string page = trained.Folder["page.html"];
        (await ToolRun.Of("report", Model, Data, "-u", "u", "-o", page, "--unit", "Pa")).Succeeded();
        string text = File.ReadAllText(page);
        Assert.Contains("Best: row", text, StringComparison.Ordinal);
        Assert.Contains("Worst: row", text, StringComparison.Ordinal);
        Assert.Contains("neuralop report", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exported_model_predicts_the_same()
    {
        string onnx = trained.Folder["model.onnx"], one = trained.Folder["one.npz"], two = trained.Folder["two.npz"];
        JsonElement file = (await ToolRun.Of("export", Model, "-o", onnx, "--json")).Succeeded().Json;
        Assert.Equal(new FileInfo(onnx).Length, file.GetProperty("bytes").GetInt64());
        (await ToolRun.Of("predict", Model, Data, "-o", one)).Succeeded();
        (await ToolRun.Of("predict", onnx, Data, "-o", two)).Succeeded();
        Assert.Equal(DataFile.Read(one)["Score"].Values, DataFile.Read(two)["Score"].Values);
    }
}
