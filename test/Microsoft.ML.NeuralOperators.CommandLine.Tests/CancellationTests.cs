namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stopped_training_keeps_its_best_and_resumes()
    {
        string[] line = ["train", _folder.Waves(), .. _folder.SmallFno(), "--epochs", "40", "--json"];
        using var stop = new CancellationTokenSource();
        ToolRun stopped = (await ToolRun.Of(line, new StoppingWriter(stop, "Epoch 2/40"), stop.Token)).Succeeded();
        Assert.True(stopped.Json.GetProperty("isStopped").GetBoolean());
        Assert.True(File.Exists(_folder["model.zip"]));
        (await ToolRun.Of(line)).EndedWith(ExitCode.WrongArguments, "--resume");
        ToolRun whole = (await ToolRun.Of([.. line, "--resume"])).Succeeded();
        Assert.Equal(40, whole.Json.GetProperty("epochs").GetInt32());
        Assert.DoesNotContain("Epoch 1/40", whole.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["model.zip.states"]));
    }

    [Fact]
    public async Task A_stopped_training_is_given_up_when_asked()
    {
        string[] line = ["train", _folder.Waves(), .. _folder.SmallFno(), "--epochs", "3", "--json"];
        using var stop = new CancellationTokenSource();
        await ToolRun.Of(line, new StoppingWriter(stop, "Epoch 1/3"), stop.Token);
        ToolRun anew = (await ToolRun.Of([.. line, "--restart"])).Succeeded();
        Assert.Contains("Epoch 1/3", anew.Error, StringComparison.Ordinal);
        Assert.Equal(["model.zip", "waves.npz"], _folder.Names);
    }

    [Fact]
    public async Task What_is_stopped_before_there_is_anything_to_keep_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        ToolRun run = await ToolRun.Of(["train", _folder.Waves(), .. _folder.SmallFno()], new StringWriter(),
            stop.Token);
        run.EndedWith(ExitCode.Cancelled, "Stopped.");
        Assert.Equal(["waves.npz"], _folder.Names);
    }

    /// <summary>Presses Ctrl-C when a text appears.</summary>
    private sealed class StoppingWriter(CancellationTokenSource stop, string text) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (ToString().Contains(text, StringComparison.Ordinal)) stop.Cancel();
        }
    }
}
