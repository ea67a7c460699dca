namespace Scaling.Bench;

/// <summary>The model of docs/scaling.md: what a step takes beside the gradients' computation.</summary>
/// <param name="Ranks">Ranks.</param>
/// <param name="BitsPerSecond">What a rank's link carries each way.</param>
/// <param name="Latency">Seconds of a meeting without data.</param>
internal sealed record StepModel(int Ranks, double BitsPerSecond, double Latency)
{
    // Meeting, exchange of parts, gathering of sums.
    private const int Messages = 3;

    /// <summary>Seconds that the ranks spend on the sum of some bytes of gradients.</summary>
    public double Sum(long bytes) => Link(bytes) + Messages * Latency;

    /// <summary>Seconds that a step waits for sums after its last gradients are there.</summary>
    /// <param name="buckets">The gradients that are added together, in their order.</param>
    public double Wait(IReadOnlyList<Bucket> buckets)
    {
        // The link is free from then on. Time zero is when the last bucket is there.
        double free = double.NegativeInfinity;
        foreach (Bucket bucket in buckets) free = Math.Max(free, -bucket.Seconds) + Link(bucket.Bytes);
        // Ranks meet for a bucket while the one before is on its way.
        return free + Messages * Latency;
    }

    private double Link(long bytes) => 2.0 * (Ranks - 1) / Ranks * bytes * 8 / BitsPerSecond;
}
