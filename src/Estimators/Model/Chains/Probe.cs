namespace Microsoft.ML.NeuralOperators.Model.Chains;

/// <summary>
/// Runs a transformer on one row of numbers. ML.NET hides which columns its transformers read in which order; their
/// results tell.
/// </summary>
internal static class Probe
{
    /// <summary>The value of a column.</summary>
    /// <param name="mapper">The transformer's mapping.</param>
    /// <param name="column">A column of its output.</param>
    /// <param name="value">The numbers of a column of its input.</param>
    public static float[] Run(IRowToRowMapper mapper, DataViewSchema.Column column, Func<DataViewSchema.Column,
        float[]> value)
    {
        using DataViewRow row = mapper.GetRow(new Row(mapper.InputSchema, value), [column]);
        if (column.Type is not VectorDataViewType)
        {
            float number = 0;
            row.GetGetter<float>(column)(ref number);
            return [number];
        }
        VBuffer<float> numbers = default;
        row.GetGetter<VBuffer<float>>(column)(ref numbers);
        return [.. numbers.DenseValues()];
    }

    private sealed class Row(DataViewSchema schema, Func<DataViewSchema.Column, float[]> value) : DataViewRow
    {
        public override DataViewSchema Schema => schema;

        public override long Position => 0;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = default;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            float[] numbers = value(column);
            Delegate getter = column.Type is VectorDataViewType
                ? (ValueGetter<VBuffer<float>>)((ref VBuffer<float> target)
                    => target = new VBuffer<float>(numbers.Length, [.. numbers]))
                : (ValueGetter<float>)((ref float target) => target = numbers[0]);
            return (ValueGetter<TValue>)getter;
        }
    }
}
