using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Schemas in files: names, types with dimensions, and text or number annotations.</summary>
internal static class SchemaFormat
{
    private static readonly PrimitiveDataViewType[] Types =
    [
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        BooleanDataViewType.Instance, TextDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance,
        TimeSpanDataViewType.Instance, RowIdDataViewType.Instance,
    ];

    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        DataViewSchema.Column[] columns = [.. schema.Where(c => !c.IsHidden)];
        writer.Write(columns.Length);
        foreach (DataViewSchema.Column column in columns)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (int count = reader.ReadInt32(); count > 0; count--) builder.AddColumn(reader.ReadString(), ReadType(reader));
        return builder.ToSchema();
    }

    public static void WriteType(BinaryWriter writer, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? type;
        var key = item as KeyDataViewType;
        PrimitiveDataViewType plain = key is null ? (PrimitiveDataViewType)item : ColumnTypes.Find(key.RawType)!;
        int code = Array.IndexOf(Types, plain);
        if (code < 0) throw new NotSupportedException($"Columns of the type {type} cannot be saved.");
        writer.Write((byte)code);
        writer.Write(key?.Count ?? 0);
        writer.Write(vector?.Dimensions.Length ?? 0);
        if (vector is not null)
            foreach (int d in vector.Dimensions) writer.Write(d);
    }

    public static DataViewType ReadType(BinaryReader reader)
    {
        int code = reader.ReadByte();
        if (code >= Types.Length) throw new FormatException("Corrupt model file");
        ulong keys = reader.ReadUInt64();
        int rank = reader.ReadInt32();
        if (rank is < 0 or > 32) throw new FormatException("Corrupt model file");
        var dims = new int[rank];
        for (int i = 0; i < rank; i++) dims[i] = reader.ReadInt32();
        PrimitiveDataViewType item = keys == 0 ? Types[code] : new KeyDataViewType(Types[code].RawType, keys);
        return rank == 0 ? item : new VectorDataViewType(item, dims);
    }
}
