namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>What a worker is to do.</summary>
/// <param name="Trial">The number of the trial, which the worker holds now; null for none.</param>
/// <param name="Rung">The rung to train it to.</param>
/// <param name="IsDone">Whether there will be nothing more to do.</param>
[GenerateSerializer, Immutable]
internal sealed record TrialAssignment([property: Id(0)] int? Trial, [property: Id(1)] int Rung,
    [property: Id(2)] bool IsDone);
