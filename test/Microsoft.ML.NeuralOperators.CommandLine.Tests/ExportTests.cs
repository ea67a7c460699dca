using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>Exports of other precisions, with a card.</summary>
public sealed class ExportTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private string Model => trained.Folder["model.zip"];

    private string Data => trained.Folder["waves.npz"];

    [Theory]
    [InlineData("float16", 0.01)]
    [InlineData("int8", 0.1)]
    [InlineData("int8-static", 0.5)]
    public async Task A_variant_is_written_with_its_loss_of_accuracy(string precision, double most)
    {
        string onnx = trained.Folder[$"{precision}.onnx"];
        string[] line = ["export", Model, "-o", onnx, "--precision", precision, "--calibrate", Data, "--test", Data,
            "-u", "u"];
        JsonElement told = (await ToolRun.Of([.. line, "--json"])).Succeeded().Json;
        Assert.Equal(precision, told.GetProperty("precision").GetString());
        Assert.InRange(told.GetProperty("difference").GetDouble(), 1e-8, most);
        double error = (await ToolRun.Of("evaluate", onnx, Data, "-u", "u", "--json")).Succeeded().Json
            .GetProperty("relativeL2").GetDouble();
        Assert.Equal(error, told.GetProperty("relativeL2").GetDouble());
        ToolRun run = (await ToolRun.Of(line)).Succeeded();
        Assert.Contains("On 12 rows the scores differ from the model's by", run.Output, StringComparison.Ordinal);
        Assert.Contains("Relative L2 error", run.Output, StringComparison.Ordinal);
        Assert.Contains("weights", (await ToolRun.Of("inspect", onnx)).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_was_not_measured_is_said_to_be_unknown()
        => Assert.Contains("was not measured", (await ToolRun.Of("export", Model, "-o", trained.Folder["a.onnx"],
            "--precision", "float16")).Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public async Task The_card_is_written_and_shown()
    {
        string onnx = trained.Folder["card.onnx"];
        (await ToolRun.Of("export", Model, "-o", onnx, "--licence", "MIT", "--unit", "a=m", "Score=Pa", "--name",
            "Waves")).Succeeded();
        ToolRun shown = (await ToolRun.Of("inspect", onnx)).Succeeded();
        foreach (string text in new[] { "Waves", "MIT", "unit of a", "Pa" })
            Assert.Contains(text, shown.Output, StringComparison.Ordinal);
        JsonElement card = (await ToolRun.Of("inspect", onnx, "--json")).Succeeded().Json.GetProperty("card");
        Assert.Equal("Fno", card.GetProperty("architecture").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("There is no precision 'int4'", "--precision", "int4")]
    [InlineData("name a file with --calibrate", "--precision", "int8-static")]
    [InlineData("name its file with --test", "--output", "u")]
    [InlineData("expected COLUMN=UNIT", "--unit", "Pa")]
    [InlineData("one of the columns a, Score", "--unit", "b=Pa")]
    public async Task Command_lines_that_lack_something_name_it(string reason, params string[] more)
    {
        (await ToolRun.Of(["export", Model, "-o", trained.Folder["no.onnx"], .. more]))
            .EndedWith(ExitCode.WrongArguments, reason);
        Assert.False(File.Exists(trained.Folder["no.onnx"]));
    }
}
