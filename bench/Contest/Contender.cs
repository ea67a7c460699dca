using Microsoft.ML.NeuralOperators;

namespace Contest;

/// <summary>One operator, as it takes part.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Create">Its trainer for a problem.</param>
internal sealed record Contender(string Name, Func<NeuralOperatorsCatalog, Problem, TrainingOptions,
    NeuralOperatorTrainer> Create)
{
    /// <summary>Whether it reads sensors, points and labels instead of fields on grids.</summary>
    public bool IsOnPoints { get; init; }

    /// <summary>Why it cannot be tested on a finer grid; null when it can.</summary>
    public string? BoundToGrid { get; init; }
}
