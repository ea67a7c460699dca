using Microsoft.ML.NeuralOperators.Mappings;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A step of a pipeline that adds a field computed from others; there is nothing to learn.</summary>
public sealed class FieldMappingEstimator : IEstimator<FieldMappingTransformer>
{
    private readonly MLContext _mlContext;
    private readonly FieldMapping _mapping;

    internal FieldMappingEstimator(MLContext mlContext, FieldMapping mapping)
    {
        (_mlContext, _mapping) = (mlContext, mapping);
        foreach (var (role, name) in mapping.Inputs.Append(("output", mapping.Output)))
            if (string.IsNullOrEmpty(name)) throw new ArgumentException($"The {role} column has no name.");
    }

    /// <summary>Checks the columns, and gives the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or does not fit.</exception>
    public FieldMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _mapping.Bind(input.Schema);
        return new FieldMappingTransformer(_mapping);
    }

    /// <summary>The input's columns and the new one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var (role, name) in _mapping.Inputs) Require(role, name, false);
        if (_mapping.CellColumn.Length > 0) Require(CellReader.Role, _mapping.CellColumn, true);
        return ScoreColumn.AddTo(_mlContext, inputSchema, _mapping.Output);

        void Require(string role, string name, bool mayBeWhole)
        {
            SchemaShape.Column column = inputSchema.FirstOrDefault(c => c.Name == name);
            if (column.Name is null) throw FieldColumn.Missing(role, name);
            bool isNumber = column.ItemType == NumberDataViewType.Single
                || mayBeWhole && column.ItemType == NumberDataViewType.Int32;
            if (column.Kind == SchemaShape.Column.VectorKind.Scalar || !isNumber)
                throw FieldColumn.Mismatch(role, name, mayBeWhole ? "Vector<Int32> or Vector<Single>"
                    : "Vector<Single>", $"{column.Kind} of {column.ItemType}");
        }
    }
}
