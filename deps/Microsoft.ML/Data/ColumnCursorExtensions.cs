namespace Microsoft.ML.Data;

/// <summary>One column's values.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column by name.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (string.IsNullOrEmpty(columnName)) throw new ArgumentNullException(nameof(columnName));
        return data.GetColumn<T>(data.Schema.GetColumnOrNull(columnName) ?? throw new ArgumentOutOfRangeException(nameof(columnName), $"Could not find input column '{columnName}'"));
    }

    /// <summary>The values of a column.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewType type = column.Type;
        if (typeof(T) == type.RawType) return Plain<T>(data, column, value => value);
        if (typeof(T) == typeof(string) && type is TextDataViewType) return (IEnumerable<T>)(object)Plain<ReadOnlyMemory<char>, string>(data, column, value => value.ToString());
        if (typeof(T) == typeof(string[]) && type is VectorDataViewType { ItemType: TextDataViewType })
            return (IEnumerable<T>)(object)Plain<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column, value => [.. value.DenseValues().Select(t => t.ToString())]);
        if (typeof(T).IsArray && type is VectorDataViewType vector && vector.ItemType.RawType == typeof(T).GetElementType())
            return (IEnumerable<T>)ColumnDispatch.Invoke(typeof(ColumnCursorExtensions).GetMethod(nameof(Arrays),
                System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(vector.ItemType.RawType), data, column)!;
        throw new InvalidOperationException($"Could not map a data view column '{column.Name}' of type '{type}' to {typeof(T)}.");
    }

    private static IEnumerable<T> Plain<T>(IDataView data, DataViewSchema.Column column, Func<T, T> convert) => Plain<T, T>(data, column, convert);

    private static IEnumerable<TResult> Plain<T, TResult>(IDataView data, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            yield return convert(value);
        }
    }

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column)
        => Plain<VBuffer<T>, T[]>(data, column, value => [.. value.DenseValues()]);
}
