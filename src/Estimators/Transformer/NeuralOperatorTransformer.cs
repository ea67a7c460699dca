using Microsoft.ML.NeuralOperators.Onnx.Proto;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A trained neural operator. It adds the predicted field to rows with the input field, many rows at once through ONNX
/// Runtime, at the training grid or any other one, from any number of threads.
/// </summary>
/// <remarks>
/// Saved with <c>mlContext.Model.Save</c> it becomes an ordinary ML.NET model around the same ONNX graph, which loads
/// without this library; <see cref="NeuralOperatorsCatalog.Load(string)"/> gives back what that one lacks.
/// </remarks>
public sealed class NeuralOperatorTransformer : ITransformer, IDisposable
{
    private readonly MLContext _mlContext;
    private readonly ModelMetadata _metadata;
    private readonly ExecutionOptions _execution;
    private readonly OnnxOperatorSession _session;
    private bool _isDisposed;

    internal NeuralOperatorTransformer(MLContext mlContext, OnnxModel model, ModelMetadata metadata, int batchSize,
        ExecutionOptions? execution = null)
    {
        (_mlContext, Model, _metadata, BatchSize) = (mlContext, model, metadata, batchSize);
        execution ??= new ExecutionOptions();
        _execution = execution with
        {
            GpuDeviceId = execution.GpuDeviceId ?? mlContext.GpuDeviceId,
            FallbackToCpu = execution.FallbackToCpu || mlContext.FallbackToCpu,
        };
        _session = OnnxOperatorSession.Open(model, _execution);
        if (_session.FallbackReason is not { } reason) return;
        using IChannel channel = ((IHostEnvironment)mlContext).Register(nameof(NeuralOperatorTransformer))
            .Start("Open");
        channel.Warning(MessageSensitivity.None, $"Predictions run on the CPU. {reason}");
    }

    /// <summary>How the model was trained; null when the file does not say.</summary>
    public TrainingReport? Report => _metadata.Report;

    /// <summary>
    /// The architecture; null when the file does not say, as those of other programs and of earlier versions.
    /// </summary>
    public OperatorOptions? Options => _metadata.Options;

    /// <summary>
    /// How the model was trained, callbacks, tokens and folders left out; null when the file does not say or holds a
    /// loss or schedule not of this library.
    /// </summary>
    public TrainingOptions? Training => _metadata.Training;

    /// <summary>What predictions run on; see <see cref="OnnxOperatorSession.ExecutionProvider"/>.</summary>
    public string ExecutionProvider => _session.ExecutionProvider;

    /// <summary>The number format of the weights.</summary>
    public ExportPrecision Precision => _session.Info.Precision;

    /// <summary>The card in the model's file; null if it has none.</summary>
    /// <exception cref="FormatException">The card cannot be read.</exception>
    public ModelCard? Card => _session.Info.Card;

    /// <summary>The input field's column.</summary>
    public string FeatureColumnName => _metadata.Inputs[0].Name;

    /// <summary>The columns of all input fields, in the operator's order.</summary>
    public IReadOnlyList<string> FeatureColumnNames => [.. _metadata.Inputs.Where(i => !i.IsMask).Select(i => i.Name)];

    /// <summary>The predicted field's column.</summary>
    public string ScoreColumnName => _metadata.Score.Name;

    /// <summary>Rows scored at once by <see cref="Transform"/>.</summary>
    public int BatchSize { get; }

    /// <summary>True: <c>CreatePredictionEngine</c> works.</summary>
    public bool IsRowToRowMapper => true;

    internal OnnxOperatorSession Session => _session;

    /// <summary>What the model's file says of it.</summary>
    internal ModelMetadata Metadata => _metadata;

    internal bool IsOnCpu => _session.IsOnCpu;

    /// <summary>The ONNX model.</summary>
    internal OnnxModel Model { get; }

    /// <summary>The input's columns and the predicted field, [channels, grid…], at the input's grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return ScoreColumn.AddTo(inputSchema, Fields(inputSchema).Score);
    }

    /// <summary>Rows with the predicted field; nothing is computed until they are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new ScoreDataView(input, Scorer(input.Schema), BatchSize);
    }

    /// <summary>
    /// Rows with the field after many steps in time: the operator, learned with <see cref="TrainingOptions.RollOut"/>,
    /// is applied to its own predictions, through ONNX Runtime, a batch of rows at a time.
    /// </summary>
    /// <param name="input">Rows with the first frames in the input column, [history·channels, grid…].</param>
    /// <param name="applications">How often the operator is applied.</param>
    /// <returns>The rows with all predicted frames in the score column, [applications·steps·channels, grid…].</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The input column is missing or of another type, or there are no steps.
    /// </exception>
    public IDataView RollOut(IDataView input, int applications)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(applications, 1);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var (inputs, step) = Fields(input.Schema);
        if (inputs is not [{ Points: null } feature])
            throw new InvalidOperationException("Only an operator from one field on a grid can be rolled out.");
        if (feature.Length / feature.Channels != step.Length / step.Channels)
            throw new InvalidOperationException($"The operator maps {feature.Text} to {step.Text}: another grid cannot "
                + "be rolled out.");
        if ((long)step.Length * applications > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(applications), applications,
                $"The frames of {applications} applications have {(long)step.Length * applications} numbers a row; the "
                + $"most is {Array.MaxLength}.");
        FieldColumn score = step with { Channels = step.Channels * applications };
        int frame = _metadata.Training is { MissingValues: MissingValues.Mask, RollOut.Channels: var channels }
            ? channels
            : 0;
        return new ScoreDataView(input, new RollOutScorer(new BatchScorer(_session, inputs, step), score, frame),
            BatchSize);
    }

    /// <summary>The mapping of single rows, which prediction engines use.</summary>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new ScoreRowMapper(inputSchema, Scorer(inputSchema));
    }

    /// <summary>
    /// Writes the model as an ONNX file for any batch and any grid, with normalisation and a <see cref="ModelCard"/>
    /// inside. It appears whole or not at all. Weights above 2 GiB go to a second file beside it.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    public void ExportToOnnx(string path) => ExportToOnnx(path, new ExportOptions());

    /// <summary>
    /// Writes a variant of the model as an ONNX file: with fewer bits, a card of your own, or in two files. See
    /// <see cref="ExportToOnnx(string)"/>.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="options">The variant, and rows on which to measure its loss of accuracy.</param>
    /// <returns>What was written, and how accurate it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The options have faults, or a column of the rows is missing or of the wrong type.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model has reduced precision already, static quantisation was given no calibration rows, or the test rows
    /// lack columns of the model.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public ExportReport ExportToOnnx(string path, ExportOptions options)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return ModelExport.Run(_mlContext, this, path, options);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        // Gone again at once: transformers are seldom disposed, and its file would stay.
        using var stock = new StockModel(_mlContext, StockFile(), _metadata, IsOnCpu);
        ((ICanSaveModel)stock.Transformer).Save(ctx);
    }

    // ML.NET reads no graph that holds half precision.
    private byte[] StockFile()
    {
        if (Precision != ExportPrecision.Float16) return Model.ToFile();
        ModelProto proto = Model.ToProto();
        PrecisionPass.WidenHalves(proto);
        using OnnxModel wide = OnnxModel.Of(proto);
        return wide.ToFile();
    }

    /// <summary>Frees the ONNX Runtime session.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _session.Dispose();
        Model.Dispose();
    }

    /// <summary>A column for every input of an operator, in order: those given, and its masks.</summary>
    internal static FieldColumn[] WithMasks(NeuralOperator definition, IReadOnlyList<FieldColumn> columns)
    {
        var next = new Queue<FieldColumn>(columns);
        return [.. definition.Inputs.Select(port => !port.IsMask ? next.Dequeue().As(port)
            : new FieldColumn(port.Name, 1, [0]) { Points = PointAxis.Of(port.Axes[0]), IsVarying = true,
                IsMask = true })];
    }

    /// <summary>Another form of the model, which runs where this one does.</summary>
    internal NeuralOperatorTransformer Variant(OnnxModel model)
        => new(_mlContext, model, _metadata, BatchSize, _execution);

    /// <summary>As <see cref="Transform"/>, with an observer that sees the session's inputs.</summary>
    internal IDataView Observed(IDataView input, Action<IReadOnlyList<(Memory<float> Values, long[] Shape)>> observe)
        => new ScoreDataView(input, Scorer(input.Schema, observe), BatchSize);

    private BatchScorer Scorer(DataViewSchema schema,
        Action<IReadOnlyList<(Memory<float> Values, long[] Shape)>>? observe = null)
    {
        var (inputs, score) = Fields(schema);
        return new BatchScorer(_session, inputs, score, observe);
    }

    /// <summary>All inputs, masks included, and the score as they are in a schema.</summary>
    internal (FieldColumn[] Inputs, FieldColumn Score) Fields(DataViewSchema schema)
    {
        FieldColumn[] inputs = [.. _metadata.Inputs
            .Select(trained => trained.IsMask ? trained : trained.InScoringSchema(schema, "feature"))];
        RequireSamePoints(schema, inputs);
        FieldColumn score = _metadata.Score;
        if (score.Points is { } axis)
            return (inputs, inputs.FirstOrDefault(i => !i.IsMask && i.Points?.Name == axis.Name) is { } places
                ? score with { Grid = places.Grid, IsVarying = places.IsVarying } : score);
        // The output has the input's grid; where the two differed in training, their ratio stays.
        int[] before = _metadata.Inputs[0].Grid, now = inputs[0].Grid;
        int[] grid = [.. score.Grid.Select((size, i) => i < now.Length && before[i] == size ? now[i] : size)];
        return (inputs, score with { Grid = grid });
    }

    private static void RequireSamePoints(DataViewSchema schema, FieldColumn[] inputs)
    {
        foreach (var group in inputs.Where(i => i is { IsMask: false, IsVarying: false, Points: not null })
            .GroupBy(i => i.Points!.Name))
            if (group.FirstOrDefault(i => i.Grid[0] != group.First().Grid[0]) is { } odd)
                throw FieldColumn.Mismatch("feature", odd.Name,
                    $"{group.First().Grid[0]} points like column '{group.First().Name}'",
                    schema[odd.Name].Type.ToString()!);
    }
}
