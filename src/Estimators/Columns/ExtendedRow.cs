namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>A row of another one's columns and a computed one after them.</summary>
/// <param name="schema">The columns.</param>
/// <param name="active">Which of them are asked for.</param>
/// <param name="input">The row; disposed with this one.</param>
/// <param name="last">Makes the getter of the computed column.</param>
internal sealed class ExtendedRow(DataViewSchema schema, bool[] active, DataViewRow input,
    Func<ValueGetter<VBuffer<float>>> last) : DataViewRow
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
            : last().As<TValue>(column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
