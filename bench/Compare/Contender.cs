using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Compare;

/// <summary>One operator, as it takes part.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Trainer">Its trainer.</param>
internal abstract record Contender(string Name, Type Trainer)
{
    /// <summary>Whether it reads sensors, points and labels instead of fields on grids.</summary>
    public bool IsOnPoints { get; init; }

    /// <summary>Why it cannot be tested on a finer grid; null when it can.</summary>
    public string? BoundToGrid { get; init; }

    /// <summary>Its options for a grid of so many points along each axis.</summary>
    public abstract OperatorTrainerOptions Options(int size);

    /// <summary>The trainer with options.</summary>
    public abstract FieldTrainerBase Create(NeuralOperatorsCatalog operators, OperatorTrainerOptions options);
}

/// <inheritdoc/>
/// <param name="Name">Its name in the table.</param>
/// <param name="Define">Architecture and learning rate.</param>
/// <param name="Method">The catalog's method.</param>
internal sealed record Contender<TTrainer, TOptions>(string Name, Func<int, TOptions> Define, Func<NeuralOperatorsCatalog, TOptions, TTrainer> Method)
    : Contender(Name, typeof(TTrainer))
    where TTrainer : FieldTrainerBase
    where TOptions : OperatorTrainerOptions
{
    public override OperatorTrainerOptions Options(int size) => Define(size);

    public override FieldTrainerBase Create(NeuralOperatorsCatalog operators, OperatorTrainerOptions options) => Method(operators, (TOptions)options);
}
