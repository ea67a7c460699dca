using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>How a prediction engine reads and writes objects.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members without a column stay as they are.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>How examples become columns.</summary>
    public SchemaDefinition? InputSchemaDefinition;

    /// <summary>How columns become predictions.</summary>
    public SchemaDefinition? OutputSchemaDefinition;

    /// <summary>Whether the engine disposes the transformer.</summary>
    public bool OwnsTransformer = true;

    /// <summary>The defaults.</summary>
    public PredictionEngineOptions()
    {
    }
}

/// <summary>Predicts single examples; not for several threads at once.</summary>
public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(IHostEnvironment env, ITransformer transformer, bool ignoreMissingColumns, SchemaDefinition input, SchemaDefinition? output, bool owns)
        : base(env, transformer, ignoreMissingColumns, input, output, owns)
    {
    }

    /// <summary>Predicts into an existing object.</summary>
    public override void Predict(TSrc example, ref TDst prediction) => Run(example, ref prediction);
}

/// <summary>Predicts single examples.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly bool _owns;
    private readonly ExampleRow _input;
    private readonly DataViewRow _output;
    private readonly Action<TDst>[] _write;
    private bool _isDisposed;

    private protected PredictionEngineBase(IHostEnvironment env, ITransformer transformer, bool ignoreMissingColumns, SchemaDefinition input,
        SchemaDefinition? output, bool owns)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        if (!transformer.IsRowToRowMapper) throw new ArgumentOutOfRangeException(nameof(transformer), "Must be a row to row mapper");
        (_transformer, _owns) = (transformer, owns);
        _input = new ExampleRow(input);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        var setters = TypedSetter.Create<TDst>(mapper.OutputSchema, ignoreMissingColumns, output);
        _output = mapper.GetRow(_input, setters.Select(s => s.Column));
        _write = [.. setters.Select(s => s.Bind(_output))];
    }

    /// <summary>The columns that predictions are read from.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Predicts.</summary>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Predicts into an existing object.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Frees the rows, and the transformer where the engine owns it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed) return;
        _isDisposed = true;
        _output.Dispose();
        if (_owns) (_transformer as IDisposable)?.Dispose();
    }

    private protected void Run(TSrc example, ref TDst prediction)
    {
        ArgumentNullException.ThrowIfNull(example);
        _input.Set(example);
        prediction ??= new TDst();
        foreach (Action<TDst> column in _write) column(prediction);
    }

    private sealed class ExampleRow : DataViewRow
    {
        private readonly SchemaDefinition _definition;
        private TSrc? _example;
        private long _position = -1;

        public ExampleRow(SchemaDefinition definition)
        {
            _definition = definition;
            var builder = new DataViewSchema.Builder();
            foreach (SchemaDefinition.Column column in definition) builder.AddColumn(column.ColumnName, column.ColumnType, column.Annotations);
            Schema = builder.ToSchema();
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _position;

        public override long Batch => 0;

        public void Set(TSrc example)
        {
            _example = example;
            _position++;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => ColumnDispatch.Cast<TValue>(TypedGetter.Create(_definition[column.Index],
                () => _example ?? throw new InvalidOperationException("There is no example yet.")), column);
    }
}
