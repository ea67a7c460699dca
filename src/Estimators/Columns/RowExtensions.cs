namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>What the rows of all data views here have in common.</summary>
internal static class RowExtensions
{
    /// <summary>Which columns of a schema are asked for.</summary>
    public static bool[] Active(this DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns) active[column.Index] = true;
        return active;
    }

    /// <exception cref="InvalidOperationException">The column was not asked for.</exception>
    public static void RequireActive(this DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' was not requested when the "
                + $"{(row is DataViewRowCursor ? "cursor" : "row")} was created.");
    }

    /// <summary>A getter as one of the type that is asked for.</summary>
    /// <exception cref="InvalidOperationException">The column is of another type.</exception>
    public static ValueGetter<TValue> As<TValue>(this Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}' instead of "
            + $"'{column.Type.RawType}'.");

    /// <summary>Copies numbers into a vector, in its own memory where that is large enough.</summary>
    public static void CopyTo(this ReadOnlySpan<float> numbers, ref VBuffer<float> vector)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, numbers.Length);
        numbers.CopyTo(editor.Values);
        vector = editor.Commit();
    }
}
