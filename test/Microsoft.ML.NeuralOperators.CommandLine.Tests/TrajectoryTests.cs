namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class TrajectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trajectories_are_learned_and_continued()
    {
        string[] modes = ["--set", "Modes=4", "Channels=4", "Layers=1", "Workers=1", "RollOut.History=2"];
        (await ToolRun.Of(["train", Waves("flow.npz", frames: 5), "-i", "w", "--layout", "n t x", "-m", "fno",
            .. modes, "--epochs", "1", "-o", _folder["flow.zip"]])).Succeeded();
        (await ToolRun.Of("rollout", _folder["flow.zip"], Waves("start.npz", frames: 2), "--layout", "n t x",
            "--steps", "3", "-o", _folder["frames.npz"])).Succeeded();
        Assert.Equal([4, 3, 16], DataFile.Read(_folder["frames.npz"])["Score"].Shape);
    }

    [Fact]
    public async Task A_field_to_learn_is_named_unless_it_is_a_trajectory()
        => (await ToolRun.Of("train", Waves("flow.npz", 3), "-i", "w", "-o", _folder["flow.zip"]))
            .EndedWith(ExitCode.WrongArguments, "--output is missing");

    // Four waves that run.
    private string Waves(string name, int frames)
    {
        float[] values = [.. Enumerable.Range(0, 4 * frames * 16).Select(i
            => MathF.Sin(i / (16 * frames) + i / 16 % frames * 0.2f + i % 16 * 0.4f))];
        DataFile.Write(_folder[name], [new("w", [4, frames, 16], values)]);
        return _folder[name];
    }
}
