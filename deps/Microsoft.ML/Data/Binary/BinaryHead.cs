using System.Buffers;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>
/// The head of a binary data file: a mark and the columns with types, dimensions and annotations. Blocks follow: the number of
/// rows, and for each column the length of its bytes and the bytes, which begin with the end of every row. A block of no rows
/// ends the file. The layout is this package's own.
/// </summary>
internal static class BinaryHead
{
    private const ulong Mark = 0x31_56_44_4C_4D_4F_4E_00;
    private static readonly MethodInfo Save = typeof(BinaryHead).GetMethod(nameof(WriteValue), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Load = typeof(BinaryHead).GetMethod(nameof(ReadValue), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static void Write(BinaryWriter writer, DataViewSchema.Column[] columns)
    {
        writer.Write(Mark);
        WriteColumns(writer, columns, column => WriteColumns(writer, [.. column.Annotations.Schema.Where(c => !c.IsHidden)],
            annotation => ColumnDispatch.Invoke(Save.MakeGenericMethod(annotation.Type.RawType), writer, column.Annotations, annotation)));
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        if (reader.ReadUInt64() != Mark) throw new FormatException("This is not a binary data file.");
        var builder = new DataViewSchema.Builder();
        ReadColumns(reader, (name, type) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            ReadColumns(reader, (kind, valueType) => ColumnDispatch.Invoke(Load.MakeGenericMethod(valueType.RawType), reader, annotations, kind, valueType));
            builder.AddColumn(name, type, annotations.ToAnnotations());
        });
        return builder.ToSchema();
    }

    private static void WriteColumns(BinaryWriter writer, DataViewSchema.Column[] columns, Action<DataViewSchema.Column> rest)
    {
        writer.Write(columns.Length);
        for (int i = 0; i < columns.Length; i++)
        {
            writer.Write(columns[i].Name);
            SchemaFormat.WriteType(writer, columns[i].Type);
            rest(columns[i]);
        }
    }

    private static void ReadColumns(BinaryReader reader, Action<string, DataViewType> rest)
    {
        int count = reader.ReadInt32();
        if (count < 0) throw new FormatException("Corrupt binary data file");
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            rest(name, SchemaFormat.ReadType(reader));
        }
    }

    private static void WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetGetter<T>(annotation)(ref value);
        var bytes = new ArrayBufferWriter<byte>();
        BinaryCodec.Create<T>(annotation.Type).Write(bytes, value);
        writer.Write(bytes.WrittenCount);
        writer.Write(bytes.WrittenSpan);
    }

    private static void ReadValue<T>(BinaryReader reader, DataViewSchema.Annotations.Builder annotations, string kind, DataViewType type)
    {
        byte[] bytes = reader.ReadBytes(reader.ReadInt32());
        BinaryCodec<T> codec = BinaryCodec.Create<T>(type);
        annotations.Add(kind, type, (ref T value) =>
        {
            ReadOnlySpan<byte> rest = bytes;
            codec.Read(ref rest, ref value);
        });
    }
}
