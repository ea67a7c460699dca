using Microsoft.ML.NeuralOperators.Augmentation;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Views;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains any neural operator: reads the columns, trains the definition that the architecture's options make of their
/// fields, exports it to ONNX and returns the transformer.
/// </summary>
public sealed class NeuralOperatorTrainer : IEstimator<NeuralOperatorTransformer>
{
    private readonly MLContext _mlContext;
    private readonly TrainingColumns _columns;
    // How the trained model predicts.
    private readonly ExecutionOptions _execution;
    private readonly IReadOnlyDictionary<string, float[]>? _initial;
    // The model that a training continues from.
    private readonly ModelMetadata? _before;
    private readonly IReadOnlyList<FieldAugmentation> _augmentations;

    internal NeuralOperatorTrainer(MLContext mlContext, TrainingColumns columns, TrainingOptions training,
        ExecutionOptions execution, IReadOnlyDictionary<string, float[]>? initial = null,
        ModelMetadata? before = null, IReadOnlyList<FieldAugmentation>? augmentations = null)
    {
        _execution = execution;
        (_mlContext, _columns, Training, _initial, _before) = (mlContext, columns, training, initial, before);
        _augmentations = augmentations ?? [];
        Rules.Require(columns.Options, "options", Rules.Faults(training).Concat(columns.Faults(training)));
        foreach (FieldAugmentation augmentation in _augmentations) RequireWhole(augmentation);
    }

    /// <summary>The architecture.</summary>
    public OperatorOptions Options => _columns.Options;

    /// <summary>How it is trained, with the architecture's own defaults where nothing was set.</summary>
    public TrainingOptions Training { get; }

    /// <summary>The column of the field to learn; empty where there is none.</summary>
    internal string LabelColumnName => HasLabel ? _columns.Label : "";

    /// <summary>Whether it is trained on images of its rows as well.</summary>
    internal bool IsAugmented => _augmentations.Count > 0;

    private bool HasLabel => Training.RollOut is null && _columns.Label.Length > 0;

    /// <summary>Trains on the rows of a data view.</summary>
    /// <inheritdoc cref="Fit(IDataView, IDataView?)"/>
    public NeuralOperatorTransformer Fit(IDataView trainData) => Fit(trainData, null);

    /// <summary>Trains on the rows of a data view, and reports the error on others after every epoch.</summary>
    /// <param name="trainData">The rows.</param>
    /// <param name="validationData">Rows with the same columns, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The rows do not fit the operator, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="RankFailedException">Another rank of the communicator failed or was lost.</exception>
    /// <exception cref="DllNotFoundException">
    /// A native library is missing; the text says which package to add.
    /// </exception>
    public NeuralOperatorTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        OnnxRuntimeLibrary.Require();
        var group = new RankGroup(Training.Communicator);
        using IDisposable? training = Training.Communicator?.BeginTraining();
        return group.Guard(() => Fit(trainData, validationData, group));
    }

    private NeuralOperatorTransformer Fit(IDataView trainData, IDataView? validationData, RankGroup group)
    {
        IHost host = ((IHostEnvironment)_mlContext).Register(Options.GetType().Name);
        using IChannel channel = host.Start("Fit");
        int seed = group.OfFirst(Training.Seed ?? host.Rand.Next());
        using var files = new OpenFiles();
        TrainingPlan plan = Plan(trainData, validationData, seed, files, group);
        RequireInitial(plan.Definition);
        using var log = new TrainingLog(host, channel, group.IsFirst);
        TrainingOptions options = Training with
        {
            Seed = seed,
            GpuDeviceId = Training.GpuDeviceId ?? _mlContext.GpuDeviceId,
            FallbackToCpu = Training.FallbackToCpu || _mlContext.FallbackToCpu,
            Progress = log.Report + Training.Progress,
            Warning = log.Warn + Training.Warning,
        };
        // Before training, so that what does not fit is told at once.
        Func<NeuralOperator, NeuralOperator>[] averaging = Averaging(plan);
        log.Begin(TrainingMemory.Of(plan.Definition, options));
        TrainedOperator trained = Trainer.Train(plan.Definition, plan.Training, plan.Validation, options, _initial);
        log.Done(trained.Report);
        return Export(trained, plan, averaging);
    }

    /// <summary>
    /// A trainer that starts from the weights and the normalisation of a trained model: for more epochs, other data or
    /// another loss. Its architecture is this trainer's, which must have the model's parameters.
    /// </summary>
    /// <param name="model">The model; <see cref="NeuralOperatorTransformer.Options"/> tells its architecture.</param>
    /// <exception cref="FormatException">The model's weights cannot be read.</exception>
    public NeuralOperatorTrainer ContinueFrom(NeuralOperatorTransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new NeuralOperatorTrainer(_mlContext, _columns, Training, _execution, OnnxWeights.Read(model.Model),
            model.Metadata, _augmentations);
    }

    /// <summary>
    /// A trainer with the same columns and architecture but other options, such as those that a sweep tries. If this
    /// trainer continues from a model or augments its rows, so does the new one.
    /// </summary>
    /// <param name="options">
    /// Options of the architecture, of the same type as <see cref="Options"/>; null for those of this trainer.
    /// </param>
    /// <param name="training">
    /// How to train, usually <see cref="Training"/> with changes; null for that of this trainer.
    /// </param>
    /// <exception cref="ArgumentException">The options are of another architecture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer With(OperatorOptions? options = null, TrainingOptions? training = null)
    {
        if (options is not null && options.GetType() != Options.GetType())
            throw new ArgumentException($"The options are {options.GetType().Name}; this trainer takes "
                + $"{Options.GetType().Name}.", nameof(options));
        return new NeuralOperatorTrainer(_mlContext, options is null ? _columns : _columns.With(options),
            training ?? Training, _execution, _initial, _before, _augmentations);
    }

    /// <summary>
    /// A trainer that sees more rows: those that it is given, augmented. Rows for validation, whether held back or
    /// given, are as they come.
    /// </summary>
    internal NeuralOperatorTrainer Augmented(IReadOnlyList<FieldAugmentation> augmentations)
        => new(_mlContext, _columns, Training, _execution, _initial, _before, [.. _augmentations, .. augmentations]);

    /// <summary>The input's columns and the score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var (role, name) in _columns.Inputs) Require(role, name);
        if (HasLabel) Require("label", _columns.Label);
        return ScoreColumn.AddTo(_mlContext, inputSchema, _columns.Score);

        void Require(string role, string name)
        {
            SchemaShape.Column column = inputSchema.FirstOrDefault(c => c.Name == name);
            if (column.Name is null) throw FieldColumn.Missing(role, name);
            if (column.Kind == SchemaShape.Column.VectorKind.Scalar || column.ItemType != NumberDataViewType.Single)
                throw FieldColumn.Mismatch(role, name, "Vector<Single>", $"{column.Kind} of {column.ItemType}");
        }
    }

    /// <summary>The operator that Fit trains on the rows of a data view.</summary>
    internal NeuralOperator Define(IDataView input)
    {
        using var files = new OpenFiles();
        return Plan(input, null, Training.Seed ?? 0, files, RankGroup.Alone).Definition;
    }

    /// <summary>
    /// The cost of a batch for the fields of a schema, before any row is read; null where it depends on the rows, as on
    /// points.
    /// </summary>
    internal OperatorCost? Cost(DataViewSchema schema)
    {
        if (_columns is not GridColumns || Training.RollOut is not null) return null;
        FieldColumn source = _columns.FindInputs(schema)[0];
        int channels = HasLabel ? _columns.FindLabel(schema).Channels : Training.OutputChannels;
        return source.IsVarying ? null
            : CostInterpreter.Measure(((GridOperatorOptions)Options).Define(source.Channels, channels),
                Shape.Of([Training.BatchSize, source.Channels, .. source.Grid]));
    }

    /// <summary>The fields that are read from a schema, all on grids.</summary>
    /// <exception cref="InvalidOperationException">They are on points.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    internal IReadOnlyList<FieldColumn> GridFields(DataViewSchema schema)
    {
        if (_columns is not GridColumns)
            throw new InvalidOperationException($"{Options.GetType().Name} learns from points here, which have no "
                + "coarser grid. Take all points: other rows or epochs may still be fewer.");
        return HasLabel ? [.. _columns.FindInputs(schema), _columns.FindLabel(schema)] : _columns.FindInputs(schema);
    }

    // A parameter that the model lacks, such as those of a further layer, would be drawn anew.
    private void RequireInitial(NeuralOperator definition)
    {
        if (_initial is null) return;
        IEnumerable<string> needed = OnnxWeights.NamesOf(definition).Select(name => $"operator.{name}");
        if (needed.FirstOrDefault(name => !_initial.ContainsKey(name)) is { } missing)
            throw new InvalidOperationException($"The operator to train has a parameter '{missing}', which the model "
                + "does not have. Continue with the options of the model.");
    }

    // A field that stays as it is while others change would no longer belong to them.
    private void RequireWhole(FieldAugmentation augmentation)
    {
        string name = augmentation.GetType().Name;
        if (_columns is not GridColumns)
            throw new ArgumentOutOfRangeException("augmentations", $"{name} changes fields on grids; "
                + $"{Options.GetType().Name} learns from points.");
        IEnumerable<string> read = _columns.Inputs.Select(i => i.Name).Concat(HasLabel ? [_columns.Label] : []);
        string[] changed = [.. augmentation.Rules().Select(r => r.Column)];
        if (read.FirstOrDefault(column => !changed.Contains(column)) is { } missing)
            throw new ArgumentOutOfRangeException("augmentations",
                $"{name} names {string.Join(", ", changed)}, but not "
                + $"'{missing}', which is trained on: all fields of a row change together.");
    }

    private TrainingPlan Plan(IDataView data, IDataView? validationData, int seed, OpenFiles files, RankGroup group)
    {
        FieldColumn[] inputs = _columns.FindInputs(data.Schema);
        FieldColumn? label = HasLabel ? _columns.FindLabel(data.Schema) : null;
        RequireMeans(inputs, label, validationData?.Schema);
        RankGroup shards = Training.Sharding == DataSharding.ByRank ? group : RankGroup.Alone;
        if (!shards.IsAlone) RequireShards(label is null ? inputs : [.. inputs, label]);
        AugmentedRows augmented = AugmentedRows.Of(data, _augmentations);
        FieldDataset training = Read(augmented.Data, inputs, label, files, shards);
        FieldColumn[] columns = [.. inputs.Zip(training.Inputs, Sized)];
        if (label is not null) label = Sized(label, training.Target);
        FieldDataset? validation = null;
        if (validationData is not null)
            validation = Read(validationData, _columns.FindInputs(validationData.Schema),
                label is null ? null : _columns.FindLabel(validationData.Schema), files, shards);
        else if (Training.ValidationFraction > 0)
            (training, validation) = _augmentations.Count == 0
                ? RankData.Split(training, Training.ValidationFraction, seed, shards)
                : augmented.Split(training, Read(data, inputs, label, files, shards), Training.ValidationFraction,
                    seed);
        TrainingPlan plan = _columns.Plan(new TrainingRows(training, validation, columns, label), Training);
        // A roll-out predicts its input's quantity. Without labels no mean is known.
        double? mean = Training.RollOut is not null ? inputs[0].Mean : label?.Mean;
        return plan with { Output = plan.Output with { Mean = mean } };
    }

    // Steps that depend on all rows would need all of them on every rank.
    private void RequireShards(FieldColumn[] columns)
    {
        if (_augmentations.Count > 0)
            throw new InvalidOperationException("Augmented rows cannot be sharded; set "
                + $"{nameof(TrainingOptions.Sharding)} to {nameof(DataSharding.None)}, or write the augmented rows to "
                + "files.");
        if (columns.FirstOrDefault(c => c.IsVarying) is { } varying)
            throw new InvalidOperationException($"Column '{varying.Name}' has rows of different numbers of points, "
                + $"which cannot be sharded; set {nameof(TrainingOptions.Sharding)} to {nameof(DataSharding.None)}.");
    }

    private FieldDataset Read(IDataView data, FieldColumn[] inputs, FieldColumn? label, OpenFiles files,
        RankGroup shards)
    {
        if (!shards.IsAlone)
        {
            var (from, end) = RankData.Range(RangeView.Count(data), shards.Rank, shards.Size);
            data = RangeView.Of(data, new RowRange(from, end));
        }
        string folder = string.IsNullOrEmpty(_mlContext.TempFilePath) ? Path.GetTempPath() : _mlContext.TempFilePath;
        FieldSamples[] fields =
            FieldReader.Read(data, label is null ? inputs : [.. inputs, label], Training.MaxMemoryMegabytes * (1 << 20),
            folder, files, Training.CancellationToken);
        return new FieldDataset(fields[..inputs.Length], label is null ? null : fields[^1]);
    }

    // Anomalies from another mean would be another quantity.
    private void RequireMeans(FieldColumn[] inputs, FieldColumn? label, DataViewSchema? validation)
    {
        FieldColumn[] all = label is null ? inputs : [.. inputs, label];
        if (validation is not null)
            foreach (FieldColumn column in all)
                Anomalies.RequireSame(column.Name, column.Mean, Anomalies.MeanOf(validation, column.Name),
                    "the training data has");
        if (_before is null) return;
        foreach (var (column, before) in inputs.Zip(_before.Inputs.Where(i => !i.IsMask)))
            RequireAsBefore(column, before);
        if (label is not null) RequireAsBefore(label, _before.Score);

        static void RequireAsBefore(FieldColumn column, FieldColumn before)
        {
            if (before.Mean is { } mean && column.Mean is null)
                throw new InvalidOperationException($"The model was trained on anomalies from {Anomalies.Text(mean)}; "
                    + $"column '{column.Name}' has no mean. Read it as \"array - {Anomalies.Text(mean)}\".");
            Anomalies.RequireSame(column.Name, before.Mean, column.Mean, "the model was trained on");
        }
    }

    // A column of rows that differ has the size of its longest.
    private static FieldColumn Sized(FieldColumn column, FieldSamples samples)
        => column.IsVarying ? column with { Grid = [.. samples.Grid] } : column;

    private NeuralOperatorTransformer Export(TrainedOperator trained, TrainingPlan plan,
        Func<NeuralOperator, NeuralOperator>[] averaging)
    {
        NeuralOperator definition = Options is GridOperatorOptions { PointsToScore: { } points }
            ? new TrainingGridOperator(trained.Definition, plan.Inputs[0].Grid, points) : trained.Definition;
        definition = averaging.Aggregate(definition, (inner, average) => average(inner));
        var metadata = new ModelMetadata(NeuralOperatorTransformer.WithMasks(definition, plan.Inputs),
            plan.Output with { Name = _columns.Score }, trained.Report)
        {
            Options = Options,
            Training = Training,
        };
        return new NeuralOperatorTransformer(_mlContext, metadata.Export(definition, trained.Values), metadata,
            Training.ScoringBatchSize, _execution);
    }

    private Func<NeuralOperator, NeuralOperator>[] Averaging(TrainingPlan plan)
        => [.. _augmentations.OfType<SymmetryAugmentation>().Where(s => s.AveragesPredictions).Select(s
            => s.Averaging(plan.Definition, [.. plan.Inputs.Select(i => i.Name)],
                HasLabel ? _columns.Label : plan.Inputs[0].Name, [.. plan.Inputs[0].Grid]))];

    // Files that rows were written to, which the training reads.
    private sealed class OpenFiles : List<IDisposable>, IDisposable
    {
        public void Dispose() => ForEach(file => file.Dispose());
    }
}
