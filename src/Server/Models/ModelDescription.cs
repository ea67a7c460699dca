namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>A model as /models describes it.</summary>
/// <param name="Name">The name that requests give.</param>
/// <param name="Input">
/// The sizes [channels, grid…] of its fields; a name instead of a number stands for any size.
/// </param>
/// <param name="Output">The sizes of its predictions.</param>
/// <param name="ExecutionProvider">The execution provider that runs it.</param>
/// <param name="IsNewest">
/// Whether the newest file is in use; if that one is damaged, the older model keeps running.
/// </param>
/// <param name="MaxNumbers">The most numbers that a request may have.</param>
/// <param name="Problem">The equation that /solve solves for it; null if there is none.</param>
/// <param name="MaxSolvedCells">The most cells that /solve takes.</param>
/// <param name="Training">What its file says about the training; null if nothing.</param>
internal sealed record ModelDescription(string Name, IReadOnlyList<string> Input, IReadOnlyList<string> Output,
    string ExecutionProvider, bool IsNewest, long MaxNumbers, string? Problem, int MaxSolvedCells,
    TrainingFacts? Training);
