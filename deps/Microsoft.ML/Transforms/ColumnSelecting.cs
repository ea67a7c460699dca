using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(string[] columns, bool keeps, bool keepHidden)
        : base(new ColumnSelectingTransformer(columns, keeps, keepHidden))
        => Contracts.Check(columns is { Length: > 0 }, keeps ? "There are no columns to keep." : "There are no columns to drop.");

    /// <summary>The columns that come out, before there is data.</summary>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Transformer.CheckColumns(inputSchema.Select(c => c.Name), nameof(inputSchema));
        return new SchemaShape(inputSchema.Where(c => Transformer.Columns.Contains(c.Name) == Transformer.Keeps));
    }
}

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal ColumnSelectingTransformer(string[] columns, bool keeps, bool keepHidden) => (Columns, Keeps, KeepsHidden) = (columns, keeps, keepHidden);

    bool ITransformer.IsRowToRowMapper => true;

    internal string[] Columns { get; }

    internal bool Keeps { get; }

    internal bool KeepsHidden { get; }

    internal void CheckColumns(IEnumerable<string> names, string parameter)
    {
        string missing = string.Join(",", Columns.Except(names));
        if (missing.Length > 0) throw Contracts.ExceptSchemaMismatch(parameter, "input", missing);
    }

    /// <summary>The columns that come out.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new Selection(this, inputSchema).Output;

    /// <summary>Transforms data, lazily.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new View(input, new Selection(this, input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(new Selection(this, inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetSignature(typeof(ColumnSelectingTransformer));
        ctx.Writer.Write(Keeps);
        ctx.Writer.Write(KeepsHidden);
        ColumnPairs.Write(ctx.Writer, [.. Columns.Select(c => new InputOutputColumnPair(c))]);
    }

    internal static ITransformer Load(IHostEnvironment env, ModelLoadContext ctx)
    {
        bool keeps = ctx.Reader.ReadBoolean(), hidden = ctx.Reader.ReadBoolean();
        return new ColumnSelectingTransformer([.. ColumnPairs.Read(ctx.Reader).Select(p => p.OutputColumnName)], keeps, hidden);
    }

    private sealed class Selection
    {
        public Selection(ColumnSelectingTransformer parent, DataViewSchema input)
        {
            ArgumentNullException.ThrowIfNull(input);
            parent.CheckColumns(input.Select(c => c.Name), nameof(input));
            Input = input;
            Sources = parent.Keeps
                ? [.. parent.Columns.SelectMany(name => input.Where(c => c.Name == name && (parent.KeepsHidden || !c.IsHidden)))]
                : [.. input.Where(c => !parent.Columns.Contains(c.Name))];
            var builder = new DataViewSchema.Builder();
            builder.AddColumns(Sources);
            Output = builder.ToSchema();
        }

        public DataViewSchema Input { get; }

        public DataViewSchema Output { get; }

        public DataViewSchema.Column[] Sources { get; }

        public IEnumerable<DataViewSchema.Column> Needed(IEnumerable<DataViewSchema.Column> columns) => columns.Select(c => Sources[c.Index]);
    }

    private sealed class View(IDataView input, Selection selection) : IDataView
    {
        public bool CanShuffle => input.CanShuffle;

        public DataViewSchema Schema => selection.Output;

        public long? GetRowCount() => input.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
            => new Cursor(input.GetRowCursor([.. selection.Needed(columnsNeeded)], rand), selection);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
            => [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Mapper(Selection selection) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => selection.Input;

        public DataViewSchema OutputSchema => selection.Output;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => selection.Needed(dependingColumns);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(input, selection);
    }

    private sealed class Cursor(DataViewRowCursor input, Selection selection) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => selection.Output;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(selection.Sources[column.Index]);

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(selection.Sources[column.Index]);

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Row(DataViewRow input, Selection selection) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => selection.Output;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(selection.Sources[column.Index]);

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(selection.Sources[column.Index]);

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }
}
