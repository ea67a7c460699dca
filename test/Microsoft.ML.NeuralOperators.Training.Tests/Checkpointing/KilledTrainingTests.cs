using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Training.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Checkpointing;

/// <summary>
/// A training that is killed at any moment goes on where it was, and ends with the weights of one that was not.
/// </summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 20, StepsOfTheTraining = 40 * 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("killed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Twenty_kills_change_no_bit_of_the_weights()
    {
        await Finish("whole");
        var random = new Random(11);
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process process = Start("killed");
            // So many steps into this life, then at a random moment of the following one: it may be computing or
            // writing.
            for (int steps = random.Next(1, StepsOfTheTraining / Kills); steps > 0; steps--)
                if (await process.StandardOutput.ReadLineAsync() is null) break;
            await Task.Delay(random.Next(0, 4));
            process.Kill();
            await process.WaitForExitAsync();
        }
        await Finish("killed");
        Assert.Equal(File.ReadAllBytes(Weights("whole")), File.ReadAllBytes(Weights("killed")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "killed"), "state-*").Length);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_folder, "killed")),
            f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private string Weights(string name) => Path.Combine(_folder, name + ".weights");

    private async Task Finish(string name)
    {
        using Process process = Start(name);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
    }

    private Process Start(string name)
        => Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [BuiltProgram.Path("TrainingProcess"), Path.Combine(_folder, name), Weights(name)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
}
