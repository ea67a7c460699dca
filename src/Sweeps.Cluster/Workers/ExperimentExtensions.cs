using Microsoft.ML.NeuralOperators.Sweeps.Cluster;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Runs sweeps on several machines.</summary>
public static class ExperimentExtensions
{
    /// <summary>
    /// Works on a sweep together with all processes that run the same experiment on the same cluster, and gives the
    /// result of all of them. Each has the data at hand, and trains one trial at a time.
    /// </summary>
    /// <param name="experiment">The experiment. What it was told by <c>SetStudy</c> does not count.</param>
    /// <param name="cluster">The workers, and what this one offers.</param>
    /// <param name="token">
    /// Stops this process; the others go on. The best trial so far is the result; where there is none, an
    /// <see cref="OperationCanceledException"/> is thrown.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The experiment lacks something, the database cannot be used, it holds a study of something else, no trial could
    /// be trained, the other workers cannot be reached, or they gave this one up because its machine stood still.
    /// </exception>
    /// <exception cref="IOException">The database was away for more than a minute.</exception>
    public static SweepResult RunOn(this NeuralOperatorExperiment experiment, SweepCluster cluster,
        CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(cluster);
        return new ClusterRun(experiment, cluster).Run(token);
    }
}
