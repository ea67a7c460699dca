namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>One architecture as data: what the invariants need to know of it.</summary>
/// <param name="Architecture">The catalog's name of it.</param>
/// <param name="Make">The trainer, with small options; the label is the column "Label", the score "Score".</param>
public sealed record OperatorCase(string Architecture,
    Func<NeuralOperatorsCatalog, TrainingOptions, NeuralOperatorTrainer> Make)
{
    /// <summary>The column that every case learns.</summary>
    public const string Label = "Label";

    /// <summary>Tells cases of one architecture apart.</summary>
    public string Note { get; init; } = "";

    /// <summary>How it is trained; the invariants decide epochs, batches, seed and workers.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// The rows it learns from, by their numbers: the same number and size give the same row, whichever rows stand
    /// around it. What a size means is up to the rows, such as points along an axis.
    /// </summary>
    public Func<MLContext, int, IEnumerable<int>, IDataView> Rows { get; init; } = SmoothFields.OnPlanes;

    /// <summary>
    /// The size it is trained at, and others that it also allows; a single one where it is bound to a grid.
    /// </summary>
    public IReadOnlyList<int> Sizes { get; init; } = [8, 11, 14];

    /// <summary>Epochs in which it learns eight rows by heart.</summary>
    public int EpochsToOverfit { get; init; } = 80;

    /// <summary>Name in test results.</summary>
    public string Name => Note.Length == 0 ? Architecture : $"{Architecture}, {Note}";

    /// <summary>The case's training in two short epochs from the seed 1.</summary>
    public TrainingOptions Quick => Training with { Epochs = 2, BatchSize = 4, Seed = 1, Workers = 1 };

    /// <summary>The first rows at the size of training.</summary>
    public IDataView Data(MLContext mlContext, int count = 8) => Rows(mlContext, Sizes[0], Enumerable.Range(0, count));

    /// <summary>Some rows at the size of training.</summary>
    public IDataView Some(MLContext mlContext, params IEnumerable<int> rows) => Rows(mlContext, Sizes[0], rows);

    /// <summary>The trainer.</summary>
    public NeuralOperatorTrainer Create(MLContext mlContext, TrainingOptions? training = null)
        => Make(mlContext.NeuralOperators(), training ?? Quick);

    /// <summary>A model of the first rows.</summary>
    public NeuralOperatorTransformer Fit(MLContext mlContext, TrainingOptions? training = null)
        => Create(mlContext, training).Fit(Data(mlContext));

    /// <summary>The definition that the trainer trains.</summary>
    public NeuralOperator Define(MLContext mlContext) => Create(mlContext).Define(Data(mlContext));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
