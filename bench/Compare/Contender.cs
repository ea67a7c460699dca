using Microsoft.ML.NeuralOperators;

namespace Compare;

/// <summary>One operator, as it takes part.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Create">Its trainer for a grid of so many points along each axis.</param>
internal sealed record Contender(string Name, Func<NeuralOperatorsCatalog, int, TrainingOptions,
    NeuralOperatorTrainer> Create)
{
    /// <summary>Whether it reads sensors, points and labels instead of fields on grids.</summary>
    public bool IsOnPoints { get; init; }

    /// <summary>Why it cannot be tested on a finer grid; null when it can.</summary>
    public string? BoundToGrid { get; init; }
}
