using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Training stopped because the loss was no longer a finite number, or exploded.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(string reason, string advice, TrainedOperator? best)
        : base(reason + advice) => (Reason, Best) = (reason, best);

    /// <summary>The message without what to do about it.</summary>
    internal string Reason { get; }

    /// <summary>The best weights before that; null when no epoch was completed.</summary>
    public TrainedOperator? Best { get; }
}
