using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>One architecture as data: what the invariants need to know of it.</summary>
/// <param name="Architecture">The catalog's name of it.</param>
/// <param name="Options">Small options.</param>
internal sealed record OperatorCase(string Architecture, OperatorOptions Options)
{
    /// <summary>The column that every case learns.</summary>
    public const string Label = "Label";

    /// <summary>Tells cases of one architecture apart.</summary>
    public string Note { get; init; } = "";

    /// <summary>How it is trained; the invariants decide epochs, batches, seed and workers.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// The rows it learns from, by a size and their numbers: the same number and size give the same row, whichever rows
    /// stand around it. What a size means is up to the rows, such as points along an axis.
    /// </summary>
    public Func<int, IEnumerable<int>, IReadOnlyList<SampleColumn>> Rows { get; init; } = SmoothFields.OnPlanes;

    /// <summary>
    /// The size it is trained at, and others that it also allows; a single one where it is bound to a grid.
    /// </summary>
    public IReadOnlyList<int> Sizes { get; init; } = [8, 11, 14];

    /// <summary>Epochs in which it learns eight rows by heart.</summary>
    public int EpochsToOverfit { get; init; } = 80;

    /// <summary>Whether the rows are on point sets: decided where the options serve grids too.</summary>
    public bool IsOnPoints { get; init; } = Options is PointOperatorOptions;

    /// <summary>On point sets, the functions that it learns from.</summary>
    public IReadOnlyList<PointField> Functions { get; init; }
        = [new("feature", "Features", 2, PointFields.OutputAxis)];

    /// <summary>On point sets, global parameters, or null.</summary>
    public PointField? Parameters { get; init; }

    /// <summary>On point sets, all that it may read.</summary>
    public PointFields Fields => new(new("point", "Points", 2, PointFields.OutputAxis), Functions, Parameters);

    /// <summary>Name in test results.</summary>
    public string Name => Note.Length == 0 ? Architecture : $"{Architecture}, {Note}";

    /// <summary>The case's training in two short epochs from the seed 1.</summary>
    public TrainingOptions Quick => Training with { Epochs = 2, BatchSize = 4, Seed = 1, Workers = 1 };

    /// <summary>The operator that eight rows at the size of training ask for.</summary>
    public NeuralOperator Define()
    {
        var (data, isVarying) = Read(Sizes[0], Enumerable.Range(0, 8));
        return !IsOnPoints
            ? ((GridOperatorOptions)Options).Define(data.Inputs[0].Channels, data.Target.Channels)
            : ((IPointOptions)Options)
            .Plan(new PointRows(data, null, isVarying, Training.NormalizeOutput), Fields,
                OrthogonalDecomposition.Of).Definition;
    }

    /// <summary>What the operator reads of some rows.</summary>
    public FieldDataset Data(int size, params IEnumerable<int> rows)
    {
        FieldDataset data = Read(size, rows).Data;
        return new FieldDataset([.. data.Inputs.Take(Define().Inputs.Count(port => !port.IsMask))], data.Target);
    }

    /// <summary>Eight rows at the size of training.</summary>
    public FieldDataset Data() => Data(Sizes[0], Enumerable.Range(0, 8));

    /// <summary>The operator, trained on eight rows.</summary>
    public TrainedOperator Train(TrainingOptions? training = null)
        => Trainer.Train(Define(), Data(), null, training ?? Quick);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private (FieldDataset Data, bool IsVarying) Read(int size, IEnumerable<int> rows)
    {
        IReadOnlyList<SampleColumn> columns = Rows(size, rows);
        SampleColumn[] inputs = IsOnPoints
            ? [.. ((IPointOptions)Options).Fields(Fields).Select(field => Column(field.Column))] : [Column("Features")];
        return (new FieldDataset([.. inputs.Select(column => column.ToSamples())], Column(Label).ToSamples()),
            inputs.Any(column => column.IsVarying));

        SampleColumn Column(string name) => columns.Single(column => column.Name == name);
    }
}
