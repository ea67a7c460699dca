using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Training.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Distributed;

/// <summary>Ranks as processes, started by the launchers of Open MPI and MPICH.</summary>
public sealed class MpiTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mpi").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, 2)]
    [InlineData(MpiLauncher.OpenMpi, 4)]
    [InlineData(MpiLauncher.Mpich, 2)]
    public void Processes_give_the_weights_of_workers(string mpi, int ranks)
    {
        var (status, output) = Launch(mpi, ranks);
        Assert.True(status == 0, output);
        byte[] expected = RankTraining.Bytes(RankTraining.Run(RankTraining.Options with { Workers = ranks }));
        for (int rank = 0; rank < ranks; rank++) Assert.Equal(expected, File.ReadAllBytes(Weights(rank)));
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "Rank 0 of 2 cannot go on.")]
    [InlineData(MpiLauncher.Mpich, "")]
    public void A_lost_rank_ends_the_run_and_its_last_state_goes_on(string mpi, string reason)
    {
        const int Epochs = 30;
        string states = Path.Combine(_folder, "states");
        var (status, output) = Launch(mpi, 2, states, $"{Epochs}", "2");
        Assert.NotEqual(0, status);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        // The launcher's own words: what became of which process.
        Assert.Matches("(?i)exited on signal 9|EXIT CODE: 9", output);
        Assert.NotEmpty(Directory.GetFiles(states, "state-*"));
        Assert.False(File.Exists(Weights(0)));
        // One process goes on where the two were, with as many workers in all.
        TrainingOptions options = RankTraining.Options with { Epochs = Epochs, Workers = 2 };
        Assert.Equal(RankTraining.Bytes(RankTraining.Run(options)),
            RankTraining.Bytes(RankTraining.Run(options with { Checkpoints = new() { Folder = states } })));
    }

    [Fact]
    public void Launcher_and_library_of_different_MPIs_are_refused()
    {
        Environment.SetEnvironmentVariable("NEURALOPERATORS_MPI", "libmpich.so.12");
        try
        {
            Assert.SkipUnless(File.Exists($"/usr/bin/mpirun.{MpiLauncher.Mpich}"), "MPICH is missing.");
            var (status, output) = Launch(MpiLauncher.OpenMpi, 2);
            Assert.NotEqual(0, status);
            Assert.Contains("launcher and library belong to different MPIs", output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NEURALOPERATORS_MPI", null);
        }
    }

    private string Weights(int rank) => Path.Combine(_folder, $"weights.{rank}");

    private (int Status, string Output) Launch(string mpi, int ranks, params string[] arguments)
        => MpiLauncher.Run(mpi, ranks,
            [BuiltProgram.Path("RankProcess"), Path.Combine(_folder, "weights"), .. arguments]);
}
