namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>What a worker has for a trial.</summary>
/// <param name="Worker">Its name, which is its silo's address.</param>
/// <param name="Cores">Its cores.</param>
/// <param name="HasGpu">Whether it has a GPU.</param>
[GenerateSerializer, Immutable]
internal sealed record WorkerOffer([property: Id(0)] string Worker, [property: Id(1)] int Cores,
    [property: Id(2)] bool HasGpu)
{
    /// <summary>What a training needs that the worker lacks; null where it fits.</summary>
    public string? Lacks(TrainingOptions training, bool wantsGpu)
        => wantsGpu && !HasGpu ? "a GPU" : training.Workers > Cores ? $"{training.Workers} cores" : null;
}
