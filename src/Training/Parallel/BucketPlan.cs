namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Which gradients are added over the ranks together: some that come one after the other, so that their sum can begin
/// while the backward pass goes on to the next.
/// </summary>
internal static class BucketPlan
{
    // The more buckets, the less is left to send when the backward pass ends, and the more often ranks meet.
    private const int Parts = 8;

    /// <summary>
    /// Bytes of a bucket, at least. A link of 1 Gbit/s takes 1 ms for them, as long as ranks take to meet.
    /// </summary>
    public const long Smallest = 1 << 17;

    /// <summary>The parameters of every bucket.</summary>
    /// <param name="order">All parameters by number, in the order in which their gradients come.</param>
    /// <param name="bytes">The size of each parameter.</param>
    public static int[][] Of(IReadOnlyList<int> order, IReadOnlyList<long> bytes)
    {
        long least = Math.Max(Smallest, bytes.Sum() / Parts), filled = 0;
        var buckets = new List<int[]>();
        var bucket = new List<int>();
        foreach (int number in order)
        {
            bucket.Add(number);
            filled += bytes[number];
            if (filled < least) continue;
            buckets.Add([.. bucket]);
            bucket.Clear();
            filled = 0;
        }
        // What is left may be small: it comes last, and the bucket before it need not wait for it.
        if (bucket.Count > 0) buckets.Add([.. bucket]);
        return [.. buckets];
    }
}
