namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What training did: kept with the model and saved with it.</summary>
/// <param name="Operator">The architecture's name.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Samples">Training samples.</param>
/// <param name="Grid">Points along each axis of the output.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Device">Where it ran, with the number of workers.</param>
/// <param name="Seconds">Wall time of the epochs.</param>
/// <param name="Epochs">One entry an epoch.</param>
public sealed record TrainingReport(string Operator, long Parameters, int Samples, IReadOnlyList<int> Grid, int Seed,
    string Device, double Seconds, IReadOnlyList<EpochReport> Epochs)
{
    /// <summary>Mean wall time of an epoch.</summary>
    public double SecondsPerEpoch => Epochs.Count == 0 ? 0 : Seconds / Epochs.Count;
}

/// <summary>What one epoch did.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="ValidationError">Mean relative L2 error of the validation samples, where there are any.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record EpochReport(int Epoch, double Loss, double? ValidationError, double LearningRate, double Seconds);
