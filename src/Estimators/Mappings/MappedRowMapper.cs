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
        return new ExtendedRow(OutputSchema, OutputSchema.Active(activeColumns), input,
            () => new MappedColumn(mapping, input).Get);
    }
}
