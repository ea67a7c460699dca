namespace Microsoft.ML.NeuralOperators;

/// <summary>Which rows a rank of a <see cref="Communicator"/> reads.</summary>
public enum DataSharding
{
    /// <summary>
    /// Every rank can read all rows. Their order is the same for any number of ranks, and a rank takes its share of
    /// every batch.
    /// </summary>
    None,
    /// <summary>
    /// Every rank reads only rows of its own: of n rows on s ranks, rank r reads those from n·r/s up to n·(r + 1)/s.
    /// The order is random within each shard, and every batch takes an equal part of each shard, so the order depends
    /// on the number of ranks. For data larger than one machine's memory or disk.
    /// </summary>
    ByRank,
}
