using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class TrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_trained_looked_at_scored_and_used_in_five_commands()
    {
        string data = _folder.Waves(), model = _folder["model.zip"];
        (await ToolRun.Of("inspect", data)).Succeeded();
        ToolRun trained = await ToolRun.Of(["train", data, .. _folder.SmallFno(), "--epochs", "2", "--json"]);
        Assert.Equal(2, trained.Succeeded().Json.GetProperty("epochs").GetInt32());
        Assert.Contains("Epoch 2/2", trained.Error, StringComparison.Ordinal);
        JsonElement scores = (await ToolRun.Of("evaluate", model, data, "-u", "u", "--json")).Succeeded().Json;
        Assert.InRange(scores.GetProperty("relativeL2").GetDouble(), 0, 10);
        Assert.Equal(SmallData.Rows, scores.GetProperty("count").GetInt32());
        (await ToolRun.Of("predict", model, data, "-o", _folder["out.mat"], "--as", "pressure")).Succeeded();
        Assert.Equal([SmallData.Rows, 1, 16, 16], DataFile.Read(_folder["out.mat"])["pressure"].Shape);
        (await ToolRun.Of("export", model, "-o", _folder["model.onnx"])).Succeeded();
        (await ToolRun.Of("predict", _folder["model.onnx"], data, "-o", _folder["out.npz"])).Succeeded();
        Assert.Equal(DataFile.Read(_folder["out.mat"])["pressure"].Values,
            DataFile.Read(_folder["out.npz"])["Score"].Values);
    }

    [Theory]
    [InlineData("darcy_v5.mat", "coeff", "sol")]
    [InlineData("darcy_v73.mat", "coeff", "sol")]
    [InlineData("darcy_pdebench.h5", "nu", "tensor")]
    public async Task Files_of_other_programs_are_trained_on(string file, string input, string output)
    {
        string data = SharedData.Path("cases", "01_matlab_hdf5", file), model = _folder["model.zip"];
        (await ToolRun.Of("train", data, "--input", input, "--output", output, "--model", "mgno", "--set", "Channels=4",
            "Layers=1", "Levels=1,1", "Workers=1", "--epochs", "1", "-o", model)).Succeeded();
        (await ToolRun.Of("predict", model, data, "-o", _folder["out.npz"])).Succeeded();
        Assert.Equal([20, 1, 17, 23], DataFile.Read(_folder["out.npz"])["Score"].Shape);
    }

    [Fact]
    public async Task Only_a_stopped_training_resumes()
    {
        string data = _folder.Waves();
        ToolRun refused = await ToolRun.Of(["train", data, .. _folder.SmallFno(), "--resume"]);
        Assert.Equal(ExitCode.WrongArguments, refused.Code);
        Assert.Contains("no stopped training", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_answered_with_the_nearest_one()
    {
        string data = _folder.Waves();
        ToolRun run = await ToolRun.Of("train", data, "-i", "a", "-u", "u", "-m", "mgno", "--set", "Chanels=24");
        Assert.Equal(ExitCode.WrongArguments, run.Code);
        Assert.Contains("There is no option 'Chanels'. Did you mean Channels?", run.Error, StringComparison.Ordinal);
        run = await ToolRun.Of("train", data, "-i", "a", "-u", "u", "-m", "mgnoo");
        Assert.Contains("There is no model 'mgnoo'. Did you mean mgno?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_is_made_can_be_read()
    {
        (await ToolRun.Of("generate", "darcy", "-n", "2", "--size", "8", "-o", _folder["darcy.npz"])).Succeeded();
        JsonElement facts = (await ToolRun.Of("inspect", _folder["darcy.npz"], "--json")).Succeeded().Json;
        Assert.Equal(["a", "u"],
            facts.GetProperty("arrays").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
    }
}
