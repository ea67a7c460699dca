namespace Microsoft.ML.NeuralOperators;

/// <summary>A data view with the predicted field after its columns: lazy, with as many rows as the input.</summary>
internal sealed class ScoreDataView(IDataView input, IScorer scorer, int batchSize) : IDataView
{
    public DataViewSchema Schema { get; } = ScoreColumn.AddTo(input.Schema, scorer.Score);

    // Rows are read ahead through a second cursor, which would see another order.
    public bool CanShuffle => false;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        DataViewSchema inputSchema = input.Schema;
        DataViewRowCursor rows = input.GetRowCursor(inputSchema.Where(column => active[column.Index]));
        DataViewRowCursor? ahead = null;
        try
        {
            if (active[^1]) ahead = input.GetRowCursor(scorer.Inputs.Select(field => inputSchema[field.Name]));
            return new ScoreCursor(Schema, active, rows,
                ahead is null ? null : new ScoreReader(ahead, scorer, batchSize, GetRowCount()));
        }
        catch
        {
            ahead?.Dispose();
            rows.Dispose();
            throw;
        }
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
