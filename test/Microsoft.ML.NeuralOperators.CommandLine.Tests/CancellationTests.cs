using System.CommandLine;
using Microsoft.ML.NeuralOperators.CommandLine.Display;

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
        var error = new StoppingWriter(stop, "Epoch 2/40");
        var output = new StringWriter();
        await Tool.Create(new Terminal(Terminal.Open(output, true), Terminal.Open(error, true))).Parse(line)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, stop.Token);
        var stopped = new ToolRun(ExitCode.Done, output.ToString(), error.ToString());
        Assert.True(stopped.Json.GetProperty("isStopped").GetBoolean());
        Assert.True(File.Exists(_folder["model.zip"]));
        ToolRun whole = (await ToolRun.Of([.. line, "--resume"])).Succeeded();
        Assert.Equal(40, whole.Json.GetProperty("epochs").GetInt32());
        Assert.DoesNotContain("Epoch 1/40", whole.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["model.zip.states"]));
    }

    [Fact]
    public void A_curve_falls_from_its_largest_to_its_smallest_value()
    {
        IReadOnlyList<string> lines = LossCurve.Draw([1, 0.1, 0.01], 8, 3);
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("        1 │", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("     0.01 │", lines[^1], StringComparison.Ordinal);
        Assert.Empty(LossCurve.Draw([1], 8, 3));
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
