using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Checkpointing;

/// <summary>A training is worth more than its checkpoints.</summary>
public sealed class LostFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("states").FullName;

    private string Folder => Path.Combine(_parent, "states");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void A_folder_that_vanishes_is_told_at_every_state_and_the_training_ends_as_it_would()
        => EndsAsWithoutStates(() => Directory.Delete(Folder, recursive: true));

    /// <summary>As on a full disk: nothing can be written where the folder was.</summary>
    [Fact]
    public void A_folder_that_cannot_be_written_is_told_at_every_state_and_the_training_ends_as_it_would()
        => EndsAsWithoutStates(() =>
        {
            Directory.Delete(Folder, recursive: true);
            File.WriteAllText(Folder, "");
        });

    private void EndsAsWithoutStates(Action lose)
    {
        float[] whole = Numbers(Trainer.Train(Small(), SmallData(20), null, ShortTraining()));
        var warnings = new List<string>();
        TrainedOperator trained = Trainer.Train(Small(), SmallData(20), null, ShortTraining() with
        {
            Checkpoints = new() { Folder = Folder },
            Warning = warnings.Add,
            Progress = p =>
            {
                if (p is { Epoch: 2, EndsEpoch: true }) lose();
            },
        });
        Assert.Equal(whole, Numbers(trained));
        Assert.Equal(3, warnings.Count);
        Assert.All(warnings, w => Assert.Contains($"was not saved in '{Folder}'", w));
    }
}
