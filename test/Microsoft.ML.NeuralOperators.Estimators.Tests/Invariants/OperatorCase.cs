using System.Reflection;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>One architecture as data: what the invariants need to know of it.</summary>
/// <param name="Trainer">The trainer, made by the constructor that takes a context and options.</param>
/// <param name="Options">Small options, new ones at every call. They name the columns and the learning rate.</param>
public sealed record OperatorCase(Type Trainer, Func<OperatorTrainerOptions> Options)
{
    /// <summary>Tells cases of one trainer apart.</summary>
    public string Note { get; init; } = "";

    /// <summary>
    /// The rows it learns from, by their numbers: the same number and size give the same row, whichever rows stand around it. What
    /// a size means is up to the rows, such as points along an axis.
    /// </summary>
    public Func<MLContext, int, IEnumerable<int>, IDataView> Rows { get; init; } = SmoothFields.OnPlanes;

    /// <summary>The size it is trained at, and others that it also allows; a single one where it is bound to a grid.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [8, 11, 14];

    /// <summary>Epochs in which it learns eight rows by heart.</summary>
    public int EpochsToOverfit { get; init; } = 80;

    /// <summary>Name in test results.</summary>
    public string Name => Note.Length == 0 ? Trainer.Name : $"{Trainer.Name}, {Note}";

    /// <summary>The first rows at the size of training.</summary>
    public IDataView Training(MLContext mlContext, int count = 8) => Rows(mlContext, Sizes[0], Enumerable.Range(0, count));

    /// <summary>Some rows at the size of training.</summary>
    public IDataView Some(MLContext mlContext, params IEnumerable<int> rows) => Rows(mlContext, Sizes[0], rows);

    /// <summary>The case's options with two short epochs from the seed 1.</summary>
    public OperatorTrainerOptions Quick()
    {
        OperatorTrainerOptions options = Options();
        (options.Epochs, options.BatchSize, options.Seed, options.Workers) = (2, 4, 1, 1);
        return options;
    }

    /// <summary>The trainer.</summary>
    public FieldTrainerBase Create(MLContext mlContext, OperatorTrainerOptions options)
        => (FieldTrainerBase)Activator.CreateInstance(Trainer, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions,
            null, [mlContext, options], null)!;

    /// <summary>A model of the first rows.</summary>
    public NeuralOperatorTransformer Fit(MLContext mlContext, OperatorTrainerOptions? options = null)
        => Create(mlContext, options ?? Quick()).Fit(Training(mlContext));

    /// <summary>The definition that the trainer trains.</summary>
    public NeuralOperator Define(MLContext mlContext) => Create(mlContext, Quick()).Define(Training(mlContext));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
