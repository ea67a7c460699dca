using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Everything a training needs to continue as if it had never stopped.</summary>
/// <param name="Fingerprint">
/// What decides the weights beside the state: options, architecture, data. Key by key, for errors.
/// </param>
/// <param name="Epoch">The epoch it is in, from 1.</param>
/// <param name="Step">Steps of that epoch done.</param>
/// <param name="OptimizerSteps">Steps done in all.</param>
/// <param name="LossSum">Sum of the losses of the epoch's samples so far.</param>
/// <param name="EpochSeconds">Time the epoch took so far.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="BestError">The smallest error of an epoch; infinite before the first.</param>
/// <param name="Workers">Workers: their number decides rounding.</param>
/// <param name="Threads">Threads of each, or null.</param>
/// <param name="Vectors">Weights, best weights, averages and the optimizer's vectors, by name.</param>
internal sealed record TrainingState(IReadOnlyDictionary<string, string> Fingerprint, int Epoch, int Step,
    int OptimizerSteps, double LossSum, double EpochSeconds, IReadOnlyList<EpochReport> Epochs, double BestError,
    int Workers, int? Threads, [property: JsonIgnore] IReadOnlyDictionary<string, StateVector> Vectors)
{
    /// <summary>Loss of the very first batch, against which an explosion is judged.</summary>
    public double FirstLoss { get; init; } = double.NaN;

    /// <summary>Share of each axis' Fourier modes in use from here on.</summary>
    public double ModeShare { get; init; } = 1;

    /// <summary>Share of the learning rate that is left: half of it after every time the training diverged.</summary>
    public double RateShare { get; init; } = 1;

    /// <summary>Refuses a state of another training.</summary>
    /// <exception cref="InvalidOperationException">The text names the first thing that differs.</exception>
    public void Require(IReadOnlyDictionary<string, string> fingerprint, string path)
    {
        foreach (var (key, value) in fingerprint)
            if (!Fingerprint.TryGetValue(key, out string? stored) || stored != value)
                throw new InvalidOperationException(
                    $"'{path}' is the state of another training: {key} was {stored ?? "unknown"}, now it is {value}. "
                    + "Give it a folder of its own.");
    }
}
