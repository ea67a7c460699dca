namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>How the samples of a data set are numbered and put together.</summary>
internal static class SampleBatches
{
    // Numbers of a batch: enough to hide the cost of a call, few enough for the cache.
    private const int BatchNumbers = 1 << 15;

    /// <summary>The seed of a data set's sample.</summary>
    public static int Seed(int seed, int sample) => unchecked(seed * 1_000_003 + sample);

    /// <summary>The seeds of a data set's first samples.</summary>
    public static int[] Seeds(int seed, int count) => [.. Enumerable.Range(0, count).Select(i => Seed(seed, i))];

    /// <summary>Samples that are computed together.</summary>
    /// <param name="points">Grid points of a sample.</param>
    public static int Size(int points) => Math.Clamp(BatchNumbers / points, 1, 64);
}
