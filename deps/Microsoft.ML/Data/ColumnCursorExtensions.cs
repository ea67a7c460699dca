namespace Microsoft.ML.Data;

/// <summary>One column's values.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column by name.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    /// <summary>The values of a column.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewType type = column.Type;
        if (column.Index >= data.Schema.Count || data.Schema[column.Index].Name != column.Name || !type.Equals(data.Schema[column.Index].Type))
            throw new ArgumentOutOfRangeException(nameof(column), $"column with name {column.Name}, type {type}, and index {column.Index} cannot be found in {nameof(data)}");
        if (typeof(T) == type.RawType) return Plain<T>(data, column, value => value);
        if (typeof(T) == typeof(string) && type is TextDataViewType) return (IEnumerable<T>)(object)Plain<ReadOnlyMemory<char>, string>(data, column, value => value.ToString());
        if (typeof(T) == typeof(string[]) && type is VectorDataViewType { ItemType: TextDataViewType })
            return (IEnumerable<T>)(object)Plain<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column, value => [.. value.DenseValues().Select(t => t.ToString())]);
        if (typeof(T).IsArray && type is VectorDataViewType vector && vector.ItemType.RawType == typeof(T).GetElementType())
            return (IEnumerable<T>)ColumnDispatch.Invoke(typeof(ColumnCursorExtensions).GetMethod(nameof(Arrays),
                System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(vector.ItemType.RawType), data, column)!;
        throw new ArgumentOutOfRangeException(nameof(column), $"Cannot map column (name: {column.Name}, type: {type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
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
