namespace Scaling.Bench;

/// <summary>The model of docs/scaling.md: what a step takes beside the gradients' computation.</summary>
internal static class StepModel
{
    // Meeting, exchange of parts, gathering of sums.
    private const int Messages = 3;

    /// <summary>Seconds that the ranks spend on the sum of their gradients.</summary>
    /// <param name="parameters">Trained numbers, of four bytes.</param>
    /// <param name="ranks">Ranks.</param>
    /// <param name="bitsPerSecond">What a rank's link carries each way.</param>
    /// <param name="latency">Seconds of a meeting without data.</param>
    public static double Sum(long parameters, int ranks, double bitsPerSecond, double latency)
        => 2.0 * (ranks - 1) / ranks * parameters * 32 / bitsPerSecond + Messages * latency;
}
