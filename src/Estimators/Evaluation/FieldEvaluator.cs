namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Reads two field columns and collects their errors.</summary>
internal static class FieldEvaluator
{
    public static FieldMetrics Evaluate(IDataView data, EvaluatedColumns columns, EvaluationOptions options)
    {
        FieldMetricsAccumulator metrics = columns.Accumulator(options);
        using DataViewRowCursor cursor = data.GetRowCursor(columns.Needed);
        Func<long, RowErrors> read = columns.Reader(cursor, metrics);
        for (long row = 0; cursor.MoveNext(); row++) read(row);
        return metrics.ToMetrics();
    }
}
