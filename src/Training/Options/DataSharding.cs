namespace Microsoft.ML.NeuralOperators;

/// <summary>Which rows a rank of a <see cref="Communicator"/> reads.</summary>
public enum DataSharding
{
    /// <summary>
    /// Every rank can read all rows. There is one order of the rows, whatever the number of ranks, and a rank takes its
    /// share of every batch.
    /// </summary>
    None,
    /// <summary>
    /// Every rank reads rows of its own and no others: of n rows and size ranks, rank r those from n·r/size to
    /// n·(r + 1)/size. The order is random within each shard, and every batch has an equal part of each; so it depends
    /// on the number of ranks. For data that is larger than a machine's memory or disk.
    /// </summary>
    ByRank,
}
