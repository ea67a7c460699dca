namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>The predicted field's place in schemas.</summary>
internal static class ScoreColumn
{
    /// <summary>The annotation of scores on point sets, along which nothing may be differenced.</summary>
    public const string PointSet = "IsPointSet";

    /// <summary>A schema with the score after its columns.</summary>
    public static DataViewSchema AddTo(DataViewSchema schema, FieldColumn score)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(schema);
        var annotations = new DataViewSchema.Annotations.Builder();
        if (score.Points is not null)
            annotations.Add<bool>(PointSet, BooleanDataViewType.Instance, (ref bool value) => value = true);
        Anomalies.AddTo(annotations, score.Mean);
        builder.AddColumn(score.Name, score.Type, annotations.ToAnnotations());
        return builder.ToSchema();
    }

    /// <summary>
    /// A schema shape with the score as a vector of Single. Columns of schema shapes cannot be constructed from outside
    /// ML.NET, so a public estimator that adds such a column is asked for it.
    /// </summary>
    public static SchemaShape AddTo(MLContext mlContext, SchemaShape shape, string name)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        SchemaDefinition.Column column = definition[nameof(Row.Score)];
        column.ColumnName = name;
        return mlContext.Transforms.CustomMapping<Nothing,
            Row>((_, _) => { }, null, null, definition).GetOutputSchema(shape);
    }

    private sealed class Nothing
    {
    }

    private sealed class Row
    {
        [VectorType]
        public float[]? Score { get; set; }
    }
}
