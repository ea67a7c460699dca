namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>A model, as /models tells of it.</summary>
/// <param name="Name">What requests ask for.</param>
/// <param name="Input">Sizes [channels, grid…] of its fields; a name stands for any size.</param>
/// <param name="Output">Sizes of its predictions.</param>
/// <param name="ExecutionProvider">Where it runs.</param>
/// <param name="IsNewest">Whether it is the newest file's; an older one runs on where the new one is damaged.</param>
/// <param name="MaxNumbers">Numbers of a field that a request may have.</param>
/// <param name="Problem">The equation that /solve solves for it; null without one.</param>
/// <param name="MaxSolvedCells">Cells that /solve takes.</param>
/// <param name="Training">What its file says of the training; null where it says nothing.</param>
internal sealed record ModelDescription(string Name, IReadOnlyList<string> Input, IReadOnlyList<string> Output,
    string ExecutionProvider, bool IsNewest, long MaxNumbers, string? Problem, int MaxSolvedCells,
    TrainingFacts? Training);
