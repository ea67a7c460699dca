namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A training over several ranks ended because one of them failed or was lost. The last state in the folder of
/// <see cref="TrainingOptions.Checkpoints"/> remains, and a training with any number of ranks can resume from it.
/// </summary>
public sealed class RankFailedException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="rank">The rank; null where it is not known which.</param>
    public RankFailedException(string message, int? rank = null)
        : base(message) => Rank = rank;

    /// <summary>The rank that failed; null where it is not known which.</summary>
    public int? Rank { get; }
}
