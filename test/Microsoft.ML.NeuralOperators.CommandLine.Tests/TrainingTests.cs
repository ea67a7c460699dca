using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class TrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_trained_and_saved()
    {
        string data = _folder.Waves();
        ToolRun run = (await ToolRun.Of(["train", data, .. _folder.SmallFno(), "--epochs", "2"])).Succeeded();
        Assert.Contains("Epoch 2/2", run.Error, StringComparison.Ordinal);
        Assert.Contains($"saved as {_folder["model.zip"]}", run.Output, StringComparison.Ordinal);
        Assert.Equal(["model.zip", "waves.npz"], _folder.Names);
    }

    [Fact]
    public async Task Scripts_get_the_numbers_of_a_training_alone()
    {
        ToolRun run = await ToolRun.Of(["train", _folder.Waves(), .. _folder.SmallFno(), "--epochs", "2", "--json"]);
        JsonElement facts = run.Succeeded().Json;
        Assert.Equal(2, facts.GetProperty("epochs").GetInt32());
        Assert.False(facts.GetProperty("isStopped").GetBoolean());
        Assert.InRange(facts.GetProperty("validationError").GetDouble(), 1e-6, 10);
        Assert.Equal(SmallData.Rows - 1, facts.GetProperty("samples").GetInt32());
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
    public async Task Fields_on_points_are_learned()
    {
        string data = _folder.ScatteredWaves(), model = _folder["model.zip"];
        (await ToolRun.Of("train", data, "-i", "a", "-u", "u", "--points", "x", "-m", "transolver", "--set",
            "Channels=8", "Layers=1", "Heads=2", "Slices=4", "Workers=1", "--epochs", "1", "-o", model)).Succeeded();
        (await ToolRun.Of("predict", model, data, "-o", _folder["out.npz"])).Succeeded();
        Assert.Equal([SmallData.Rows, 1, 20], DataFile.Read(_folder["out.npz"])["Score"].Shape);
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
}
