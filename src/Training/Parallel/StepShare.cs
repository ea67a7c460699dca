namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>A process's share of a step: its samples, and which worker takes which.</summary>
/// <param name="Samples">The samples of this process. Loaders recognise them by the array's identity.</param>
/// <param name="Total">Samples of the step, over all ranks.</param>
/// <param name="Rounds">
/// Parts that are computed at once, one for each worker; several rounds where gradients are accumulated.
/// </param>
internal sealed record StepShare(int[] Samples, int Total, WorkerPart[][] Rounds);

/// <summary>A worker's part of <see cref="StepShare.Samples"/>.</summary>
/// <param name="From">The first sample.</param>
/// <param name="Count">Samples; workers without any come last.</param>
/// <param name="Place">Its place in the whole step, which decides its noise.</param>
internal readonly record struct WorkerPart(int From, int Count, int Place);
