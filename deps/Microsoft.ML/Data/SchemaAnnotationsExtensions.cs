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

    /// <summary>The names of the vector's slots.</summary>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames)
        => column.Annotations.GetValue("SlotNames", ref slotNames);
}
