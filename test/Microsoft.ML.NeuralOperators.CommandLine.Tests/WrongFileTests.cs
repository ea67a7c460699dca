namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>What someone is told who names the wrong file.</summary>
public sealed class WrongFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_file_is_named()
    {
        (await ToolRun.Of("inspect", "no-such-file.npz")).EndedWith(ExitCode.Failed, "no-such-file.npz");
        (await ToolRun.Of("predict", "no-such-model.zip", _folder.Waves(), "-o", _folder["out.npz"]))
            .EndedWith(ExitCode.Failed, "no-such-model.zip");
    }

    [Theory]
    [InlineData("data.npz")]
    [InlineData("data.mat")]
    [InlineData("data.h5")]
    [InlineData("model.zip")]
    [InlineData("model.onnx")]
    public async Task A_damaged_file_is_named(string name)
        => (await ToolRun.Of("inspect", _folder.Write(name, [1, 2, 3]))).EndedWith(ExitCode.Failed, name);

    [Fact]
    public async Task Data_is_no_model()
        => (await ToolRun.Of("evaluate", _folder.Waves(), _folder.Waves(), "-u", "u"))
            .EndedWith(ExitCode.Failed, "waves.npz");

    [Fact]
    public async Task Model_and_data_are_told_apart()
        => (await ToolRun.Of("predict", _folder.Waves(), _folder.Write("model.zip", []), "-o", _folder["out.npz"]))
            .EndedWith(ExitCode.WrongArguments, $"neuralop predict {_folder["model.zip"]} {_folder["waves.npz"]}");

    [Fact]
    public async Task A_missing_array_is_named_with_those_that_are_there()
    {
        ToolRun run = (await ToolRun.Of("train", _folder.Waves(), "-i", "b", "-u", "u", "-o", _folder["model.zip"]))
            .EndedWith(ExitCode.WrongArguments, "b");
        Assert.Contains("'a' [12, 16, 16]", run.Error, StringComparison.Ordinal);
        Assert.Equal(["waves.npz"], _folder.Names);
    }

    [Fact]
    public async Task A_file_that_is_read_is_not_overwritten()
    {
        string data = _folder.Waves();
        byte[] before = File.ReadAllBytes(data);
        (await ToolRun.Of("predict", _folder.Write("model.zip", []), data, "-o", data))
            .EndedWith(ExitCode.WrongArguments, "choose another file");
        Assert.Equal(before, File.ReadAllBytes(data));
    }

    [Fact]
    public async Task A_model_has_the_ending_of_one()
    {
        (await ToolRun.Of(["train", _folder.Waves(), .. _folder.SmallFno("model.onnx")]))
            .EndedWith(ExitCode.WrongArguments, "A model is saved as .zip, not as 'model.onnx'");
        (await ToolRun.Of("export", "model.zip", "-o", "model.pt"))
            .EndedWith(ExitCode.WrongArguments, "Models are exported as .onnx, not as 'model.pt'");
    }
}
