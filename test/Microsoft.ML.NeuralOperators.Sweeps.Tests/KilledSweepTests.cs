using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>A sweep whose processes are killed at any moment ends as one that nobody disturbed.</summary>
public sealed class KilledSweepTests(PostgreSql server) : IDisposable
{
    private const int Processes = 3;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 3)]
    public async Task Kills_and_three_processes_change_nothing(bool isDatabase, int kills)
    {
        string study = isDatabase ? server.Connection : _folder["study"];
        using SweepResult whole = SmallSweep.Create().Run(TestContext.Current.CancellationToken);
        var random = new Random(7);
        for (int kill = 0; kill < kills; kill++)
        {
            using Process process = Start(study);
            for (int lines = random.Next(1, 30); lines > 0; lines--)
                if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is null) break;
            await Task.Delay(random.Next(0, 4), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Process[] together = [.. Enumerable.Range(0, Processes).Select(_ => Start(study))];
        string[] outputs = await Task.WhenAll(together.Select(p
            => p.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
        foreach (Process process in together)
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            process.Dispose();
        }
        string expected = string.Create(CultureInfo.InvariantCulture,
            $"best {whole.BestTrial.Number} {whole.BestTrial.Loss:r}");
        Assert.All(outputs, text => Assert.Equal(expected, text.TrimEnd().Split('\n')[^1]));

        using SweepResult read = SmallSweep.Create().SetStudy(SmallSweep.Study(study))
            .Run(TestContext.Current.CancellationToken);
        Assert.Equal(whole.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)),
            read.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)));
        Assert.Equal(whole.Trials.Select(t => t.ToString()), read.Trials.Select(t => t.ToString()));
    }

    private static Process Start(string study) => TestProgram.Start("SweepProcess", study);
}
