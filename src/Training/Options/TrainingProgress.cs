namespace Microsoft.ML.NeuralOperators;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Batch">The batch within the epoch, from 1.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Mean training loss of the epoch so far.</param>
/// <param name="ValidationError">
/// Mean relative L2 error of the validation samples, at the end of an epoch where there are any.
/// </param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="SamplesPerSecond">Training samples a second, over the epoch so far.</param>
/// <param name="Elapsed">Time since training began.</param>
/// <param name="Remaining">Estimated time left.</param>
/// <param name="EndsEpoch">True for the report at the end of an epoch.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Batch, int Batches, double Loss,
    double? ValidationError,
    double LearningRate, double SamplesPerSecond, TimeSpan Elapsed, TimeSpan Remaining, bool EndsEpoch)
{
    /// <summary>Memory the process holds, in MiB.</summary>
    public double MemoryMegabytes { get; init; }
}
