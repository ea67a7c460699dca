using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What every neural operator trainer does: reads the columns, trains the definition that an architecture gives, exports it to
/// ONNX and returns the transformer. <see cref="OperatorTrainerBase"/> is for one field on a grid,
/// <see cref="PointOperatorTrainerBase"/> for point sets and several input columns.
/// </summary>
public abstract class FieldTrainerBase : IEstimator<NeuralOperatorTransformer>
{
    private readonly MLContext _mlContext;
    private readonly OperatorTrainerOptions _options;

    private protected FieldTrainerBase(MLContext mlContext, OperatorTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        (_mlContext, _options) = (mlContext, options.Copy());
    }

    private protected OperatorTrainerOptions Common => _options;

    private protected bool HasLabel => _options.RollOut is null && !string.IsNullOrEmpty(_options.LabelColumnName);

    /// <summary>Roles and names of the input columns.</summary>
    private protected abstract IEnumerable<(string Role, string Name)> InputColumns { get; }

    /// <summary>The input columns' fields.</summary>
    private protected abstract FieldColumn[] FindInputs(DataViewSchema schema);

    /// <summary>The label column's field.</summary>
    private protected abstract FieldColumn FindLabel(DataViewSchema schema);

    /// <summary>What is trained on what, once the rows are read.</summary>
    /// <param name="read">The rows, and the columns they come from with their sizes.</param>
    private protected abstract TrainingPlan Plan(TrainingRows read);

    /// <summary>Trains on the rows of a data view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The rows do not fit the operator, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="DllNotFoundException">A native library is missing; the text says which package to add.</exception>
    public NeuralOperatorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        OnnxRuntimeLibrary.Require();
        IHost host = ((IHostEnvironment)_mlContext).Register(GetType().Name);
        using IChannel channel = host.Start("Fit");
        int seed = _options.Seed ?? host.Rand.Next();
        var files = new List<IDisposable>();
        try
        {
            TrainingPlan plan = Plan(input, seed, files);
            using var log = new TrainingLog(host, channel, _options.Progress, _options.TensorBoardFolder);
            TrainingOptions training = _options.Training(seed, _mlContext.GpuDeviceId, _mlContext.FallbackToCpu, log.Report, log.Warn);
            log.Begin(TrainingMemory.Of(plan.Definition, training));
            TrainedOperator trained = Train(plan, training, channel);
            log.Done(trained.Report);
            return NeuralOperatorTransformer.Create(_mlContext, trained, plan.Inputs, plan.Output, _options);
        }
        finally
        {
            foreach (IDisposable file in files) file.Dispose();
        }
    }

    private TrainedOperator Train(TrainingPlan plan, TrainingOptions options, IChannel channel)
    {
        try
        {
            return OperatorTrainer.Train(plan.Definition, plan.Training, plan.Validation, options);
        }
        catch (TrainingDivergedException error) when (_options.ReturnsBestOnDivergence && error.Best is not null)
        {
            channel.Warning(MessageSensitivity.None, $"{error.Message} The best weights before that are returned.");
            return error.Best;
        }
    }

    /// <summary>The operator that Fit trains on the rows of a data view.</summary>
    internal NeuralOperator Define(IDataView input)
    {
        var files = new List<IDisposable>();
        try
        {
            return Plan(input, _options.Seed ?? 0, files).Definition;
        }
        finally
        {
            foreach (IDisposable file in files) file.Dispose();
        }
    }

    /// <summary>The input's columns and the score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var (role, name) in InputColumns) Require(role, name);
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

    private TrainingPlan Plan(IDataView input, int seed, List<IDisposable> files)
    {
        FieldColumn[] inputs = FindInputs(input.Schema);
        FieldColumn? label = HasLabel ? FindLabel(input.Schema) : null;
        FieldDataset training = Read(input, inputs, label, files);
        FieldColumn[] columns = [.. inputs.Zip(training.Inputs, Sized)];
        if (label is not null) label = Sized(label, training.Target);
        FieldDataset? validation = null;
        if (_options.ValidationSet is { } set)
            validation = Read(set, FindInputs(set.Schema), label is null ? null : FindLabel(set.Schema), files);
        else if (_options.ValidationFraction > 0)
            (training, validation) = training.Split(_options.ValidationFraction, seed);
        return Plan(new TrainingRows(training, validation, columns, label));
    }

    private FieldDataset Read(IDataView data, FieldColumn[] inputs, FieldColumn? label, List<IDisposable> files)
    {
        string folder = string.IsNullOrEmpty(_mlContext.TempFilePath) ? Path.GetTempPath() : _mlContext.TempFilePath;
        FieldSamples[] fields = FieldReader.Read(data, label is null ? inputs : [.. inputs, label], _options.MaxMemoryMegabytes * (1 << 20),
            folder, files, _options.CancellationToken);
        return new FieldDataset(fields[..inputs.Length], label is null ? null : fields[^1]);
    }

    // A column of rows that differ has the size of its longest.
    private static FieldColumn Sized(FieldColumn column, FieldSamples samples) => column.IsVarying ? column with { Grid = [.. samples.Grid] } : column;
}

/// <summary>Rows that were read, and the columns they come from.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to validate on, or null.</param>
/// <param name="Inputs">The input columns.</param>
/// <param name="Label">The label column, or null.</param>
internal sealed record TrainingRows(FieldDataset Training, FieldDataset? Validation, FieldColumn[] Inputs, FieldColumn? Label);

/// <summary>What is trained on what.</summary>
/// <param name="Definition">The operator.</param>
/// <param name="Training">Rows to train on: one field for every input of the operator that is no mask.</param>
/// <param name="Validation">Rows to validate on, or null.</param>
/// <param name="Inputs">The columns of those fields.</param>
/// <param name="Output">The field that the operator gives, under any name.</param>
internal sealed record TrainingPlan(NeuralOperator Definition, FieldDataset Training, FieldDataset? Validation, IReadOnlyList<FieldColumn> Inputs, FieldColumn Output);
