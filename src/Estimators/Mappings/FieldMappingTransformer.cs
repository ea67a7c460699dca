using Microsoft.ML.NeuralOperators.Mappings;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Adds a field to every row that is computed from others, without anything learned: <c>ToTensor</c>,
/// <c>InterpolateToGrid</c>, <c>InterpolateToPoints</c>, <c>RefineVorticity</c> of the catalog.
/// </summary>
/// <remarks>
/// ML.NET lets no library of others write a transformer of its own to a zip. Save the operator alone, and append it to
/// this transformer again where it is loaded.
/// </remarks>
public sealed class FieldMappingTransformer : ITransformer
{
    private readonly FieldMapping _mapping;

    internal FieldMappingTransformer(FieldMapping mapping) => _mapping = mapping;

    /// <summary>Single rows are mapped, too.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The rows with the new field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or does not fit.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, _mapping.Bind(input.Schema));
    }

    /// <summary>The schema with the new field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or does not fit.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return ScoreColumn.AddTo(inputSchema, _mapping.Bind(inputSchema).Output);
    }

    /// <summary>The mapping of single rows, which prediction engines use.</summary>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new MappedRowMapper(inputSchema, _mapping.Bind(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
        => throw new NotSupportedException($"The step that makes column '{_mapping.Output}' cannot be saved: ML.NET "
        + $"lets "
            + "no library of others write a transformer of its own. Save the neural operator alone, the last "
            + "transformer of the chain, and append it to this step again where it is loaded.");

    /// <summary>The columns of the input that some columns of the output need.</summary>
    internal static IEnumerable<DataViewSchema.Column> Dependencies(DataViewSchema schema, bool[] active,
        BoundMapping mapping)
    {
        bool[] needed = [.. active];
        if (active[^1])
            foreach (string name in mapping.Inputs.Select(field => field.Name).Append(mapping.CellColumn))
                if (name.Length > 0) needed[schema[name].Index] = true;
        return schema.Where(column => needed[column.Index]);
    }
}
