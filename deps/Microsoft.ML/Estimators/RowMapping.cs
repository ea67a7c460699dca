namespace Microsoft.ML.Data;

/// <summary>What a row-to-row transform does for one input schema: the columns it adds, and their getters.</summary>
internal abstract class RowMapping
{
    protected RowMapping(DataViewSchema inputSchema) => InputSchema = inputSchema;

    public DataViewSchema InputSchema { get; }

    /// <summary>The added columns.</summary>
    public abstract DataViewSchema.DetachedColumn[] Added { get; }

    /// <summary>The input columns that an added one needs.</summary>
    public abstract IEnumerable<int> Needs(int added);

    /// <summary>The getters of the added columns that are active, null for the others.</summary>
    /// <param name="input">The row that the getters read.</param>
    /// <param name="isActive">Whether an added column is active.</param>
    /// <param name="dispose">Freed with the row, where there is something to free.</param>
    public abstract Delegate?[] Getters(DataViewRow input, Func<int, bool> isActive, out IDisposable? dispose);
}

/// <summary>A schema with added columns behind the input's.</summary>
internal sealed class MappedSchema
{
    public MappedSchema(RowMapping mapping)
    {
        Mapping = mapping;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(mapping.InputSchema);
        builder.AddColumns(mapping.Added);
        Schema = builder.ToSchema();
    }

    public RowMapping Mapping { get; }

    public DataViewSchema Schema { get; }

    public int InputCount => Mapping.InputSchema.Count;

    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            if (column.Index >= active.Length || Schema[column.Index].Name != column.Name)
                throw new ArgumentOutOfRangeException(nameof(columns), $"Column '{column.Name}' is not one of the schema.");
            active[column.Index] = true;
        }
        return active;
    }

    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        bool[] needed = active[..InputCount];
        for (int i = 0; i < Mapping.Added.Length; i++)
            if (active[InputCount + i])
                foreach (int column in Mapping.Needs(i)) needed[column] = true;
        return Mapping.InputSchema.Where(c => needed[c.Index]);
    }
}

/// <summary>Transformed rows.</summary>
internal sealed class MappedDataView(IDataView input, MappedSchema schema) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => schema.Schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = schema.Active(columnsNeeded);
        DataViewRowCursor rows = input.GetRowCursor(schema.Dependencies(active), rand);
        try
        {
            return new MappedCursor(rows, new MappedGetters(schema, rows, active));
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>The getters of a transformed row.</summary>
internal sealed class MappedGetters : IDisposable
{
    private readonly MappedSchema _schema;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly Delegate?[] _added;
    private readonly IDisposable? _dispose;

    public MappedGetters(MappedSchema schema, DataViewRow input, bool[] active)
    {
        (_schema, _input, _active) = (schema, input, active);
        _added = schema.Mapping.Getters(input, i => active[schema.InputCount + i], out _dispose);
    }

    public DataViewSchema Schema => _schema.Schema;

    public bool IsActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    public ValueGetter<TValue> Get<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column)) throw ColumnDispatch.NotActive(column);
        int added = column.Index - _schema.InputCount;
        return added < 0 ? _input.GetGetter<TValue>(_input.Schema[column.Index]) : ColumnDispatch.Cast<TValue>(_added[added]!, column);
    }

    public void Dispose() => _dispose?.Dispose();
}

/// <summary>A cursor over transformed rows.</summary>
internal sealed class MappedCursor(DataViewRowCursor input, MappedGetters getters) : DataViewRowCursor
{
    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => getters.Schema;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => getters.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => getters.Get<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            getters.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>A transformed single row.</summary>
internal sealed class MappedRow(DataViewRow input, MappedGetters getters) : DataViewRow
{
    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => getters.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => getters.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => getters.Get<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            getters.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>Transforms single rows.</summary>
internal sealed class MappedRowMapper(MappedSchema schema) : IRowToRowMapper
{
    public DataViewSchema InputSchema => schema.Mapping.InputSchema;

    public DataViewSchema OutputSchema => schema.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => schema.Dependencies(schema.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new MappedRow(input, new MappedGetters(schema, input, schema.Active(activeColumns)));
}
