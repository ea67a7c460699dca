using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Training stopped because the loss was no longer a finite number, or exploded.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(string message, TrainedOperator? best)
        : base(message) => Best = best;

    /// <summary>The best weights before that; null when no epoch was completed.</summary>
    public TrainedOperator? Best { get; }
}
