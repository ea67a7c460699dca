namespace Operators.Bench;

/// <summary>What is measured on.</summary>
internal sealed record Setting(int Size, int Samples, int Batch, int Epochs);

/// <summary>What one side needs.</summary>
internal sealed record Measurement(long Parameters, double EpochSeconds, double InferenceMilliseconds)
{
    /// <summary>The best of two runs: noise of a shared machine only ever adds.</summary>
    public static Measurement Best(Measurement? a, Measurement b) => a is null ? b
        : b with { EpochSeconds = Math.Min(a.EpochSeconds, b.EpochSeconds), InferenceMilliseconds = Math.Min(a.InferenceMilliseconds, b.InferenceMilliseconds) };
}
