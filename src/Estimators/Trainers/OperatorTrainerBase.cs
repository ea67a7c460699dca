using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What every neural operator trainer does: reads the columns, trains the definition that an architecture gives, exports it to
/// ONNX and returns the transformer. An architecture adds its options and its definition.
/// </summary>
public abstract class OperatorTrainerBase : IEstimator<NeuralOperatorTransformer>
{
    private readonly MLContext _mlContext;
    private readonly OperatorTrainerOptions _options;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    protected OperatorTrainerBase(MLContext mlContext, OperatorTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        (_mlContext, _options) = (mlContext, options.Copy());
    }

    /// <summary>The number of grid axes of the fields.</summary>
    protected abstract int Dimensions { get; }

    /// <summary>The definition for fields of that many channels.</summary>
    protected abstract NeuralOperator Define(int inputChannels, int outputChannels);

    /// <summary>Trains on the rows of a data view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The rows do not fit the operator, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public NeuralOperatorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (source, target) = Ports(input.Schema);
        IHost host = ((IHostEnvironment)_mlContext).Register(GetType().Name);
        using IChannel channel = host.Start("Fit");
        int seed = _options.Seed ?? host.Rand.Next();
        var files = new List<IDisposable>();
        try
        {
            FieldDataset training = Read(input, files);
            FieldDataset? validation = null;
            if (_options.ValidationSet is { } set) validation = Read(set, files);
            else if (_options.ValidationFraction > 0) (training, validation) = training.Split(_options.ValidationFraction, seed);

            using var log = new TrainingLog(host, channel, _options.Progress, _options.TensorBoardFolder);
            TrainedOperator trained = OperatorTrainer.Train(Define(input.Schema), training, validation,
                _options.Training(seed, _mlContext.GpuDeviceId, _mlContext.FallbackToCpu, log.Report));
            log.Done(trained.Report);
            return NeuralOperatorTransformer.Create(_mlContext, trained, source, target, _options);
        }
        finally
        {
            foreach (IDisposable file in files) file.Dispose();
        }
    }

    /// <summary>The operator that <see cref="Fit"/> trains on rows of a schema.</summary>
    internal NeuralOperator Define(DataViewSchema schema)
    {
        var (source, target) = Ports(schema);
        return Define(source.Channels, target.Channels);
    }

    private bool HasLabel => _options.RollOut is null && !string.IsNullOrEmpty(_options.LabelColumnName);

    private FieldColumn Feature(DataViewSchema schema) => FieldColumn.Find(schema, "feature", _options.FeatureColumnName, Dimensions);

    private FieldColumn? Label(DataViewSchema schema) => HasLabel ? FieldColumn.Find(schema, "label", _options.LabelColumnName, Dimensions) : null;

    // What the operator maps from and to: the columns, or some frames of the trajectories in the feature column.
    private (FieldColumn Source, FieldColumn Target) Ports(DataViewSchema schema)
    {
        FieldColumn feature = Feature(schema);
        return _options.RollOut is { } rollOut
            ? (feature with { Channels = rollOut.Channels * rollOut.History }, feature with { Channels = rollOut.Channels * rollOut.StepsPerPrediction })
            : (feature, Label(schema) ?? feature with { Channels = _options.OutputChannels });
    }

    /// <summary>The input's columns and the score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Require("feature", _options.FeatureColumnName);
        if (HasLabel) Require("label", _options.LabelColumnName);
        return ScoreColumn.AddTo(_mlContext, inputSchema, _options.ScoreColumnName);

        void Require(string role, string name)
        {
            foreach (SchemaShape.Column column in inputSchema)
            {
                if (column.Name != name) continue;
                bool isVector = column.Kind is SchemaShape.Column.VectorKind.Vector or SchemaShape.Column.VectorKind.VariableVector;
                if (isVector && column.ItemType == NumberDataViewType.Single) return;
                throw FieldColumn.Mismatch(role, name, "Vector<Single>", $"{column.Kind} of {column.ItemType}");
            }
            throw FieldColumn.Missing(role, name);
        }
    }

    private FieldDataset Read(IDataView data, List<IDisposable> files)
    {
        FieldColumn feature = Feature(data.Schema);
        FieldColumn? label = Label(data.Schema);
        string folder = string.IsNullOrEmpty(_mlContext.TempFilePath) ? Path.GetTempPath() : _mlContext.TempFilePath;
        FieldSamples[] fields = FieldReader.Read(data, label is null ? [feature] : [feature, label], _options.MaxMemoryMegabytes * (1 << 20),
            folder, files, _options.CancellationToken);
        return new FieldDataset([fields[0]], label is null ? null : fields[1]);
    }
}
