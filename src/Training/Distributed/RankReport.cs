namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// What a rank tells the others when they meet. All members have eight bytes, so it is sent as it lies in memory.
/// </summary>
/// <param name="Status">See <see cref="RankStatus"/>.</param>
/// <param name="Samples">Samples that the rank took of a step.</param>
/// <param name="Loss">The sum of their losses.</param>
internal readonly record struct RankReport(long Status, long Samples, double Loss)
{
    /// <summary>All is well.</summary>
    public static RankReport Fine { get; } = new((long)RankStatus.Fine, 0, 0);
}

/// <summary>The status of a rank.</summary>
internal enum RankStatus
{
    /// <summary>It goes on.</summary>
    Fine,
    /// <summary>It was cancelled.</summary>
    Cancelled,
    /// <summary>It failed.</summary>
    Failed,
}
