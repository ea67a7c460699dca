namespace Microsoft.ML.Data;

/// <summary>Well-known annotations.</summary>
public static class SchemaAnnotationsExtensions
{
    /// <summary>Whether the column is known to be normalised.</summary>
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("IsNormalized") is not { Type: BooleanDataViewType }) return false;
        bool value = false;
        column.Annotations.GetValue("IsNormalized", ref value);
        return value;
    }

    /// <summary>Whether the vector's slots have names.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column)
        => column.Type is VectorDataViewType { Size: > 0 } vector
            && column.Annotations.Schema.GetColumnOrNull("SlotNames") is { Type: VectorDataViewType { ItemType: TextDataViewType } names } && names.Size == vector.Size;

    /// <summary>Whether the values behind the keys are known, as texts unless another type is asked for.</summary>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType? keyValueItemType = null)
        => ((column.Type as VectorDataViewType)?.ItemType ?? column.Type) is KeyDataViewType key
            && column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType values }
            && (ulong)values.Size == key.Count && values.ItemType.Equals(keyValueItemType ?? TextDataViewType.Instance);

    /// <summary>The values behind the keys.</summary>
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues)
        => column.Annotations.GetValue("KeyValues", ref keyValues);

    /// <summary>The names of the vector's slots.</summary>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames)
        => column.Annotations.GetValue("SlotNames", ref slotNames);
}
