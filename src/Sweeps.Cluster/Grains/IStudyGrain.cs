namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>
/// A study, by its name. There is one of it in the cluster, on any worker; when that worker ends, it is made anew on
/// another one, from the database.
/// </summary>
internal interface IStudyGrain : IGrainWithStringKey
{
    /// <summary>Decides what a worker does next.</summary>
    Task<TrialAssignment> Next(WorkerOffer offer);
}
