namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>The mapping of single rows, which prediction engines and chains run.</summary>
internal sealed class MappedRowMapper(DataViewSchema inputSchema, BoundMapping mapping) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = ScoreColumn.AddTo(inputSchema, mapping.Output);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => FieldMappingTransformer.Dependencies(inputSchema, OutputSchema.Active(dependingColumns), mapping);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(OutputSchema, OutputSchema.Active(activeColumns), input, mapping);
    }

    private sealed class Row(DataViewSchema schema, bool[] active, DataViewRow input, BoundMapping mapping)
        : DataViewRow
    {
        public override DataViewSchema Schema => schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            this.RequireActive(column);
            return column.Index < schema.Count - 1 ? input.GetGetter<TValue>(input.Schema[column.Index])
                : new ValueGetter<VBuffer<float>>(new MappedColumn(mapping, input).Get).As<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }
}
