using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>The tool under mpirun.</summary>
public sealed class RankTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MpiLauncher.OpenMpi)]
    [InlineData(MpiLauncher.Mpich, "--sharded")]
    public void Training_under_mpirun_writes_one_model_and_reports_once(string mpi, params string[] more)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "neuralop.dll");
        var (status, output) = MpiLauncher.Run(mpi, 2,
            [tool, "train", _folder.Waves(), .. _folder.SmallFno(), "--epochs", "2", .. more]);
        Assert.True(status == 0, output);
        Assert.Contains("cpu, 2 ranks of 1 worker", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("Epoch 2/2").Length);
        Assert.Equal(2, output.Split("saved as").Length);
        Assert.Equal(["model.zip", "waves.npz"], _folder.Names);
    }
}
