using System.Buffers;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Values of one type as bytes.</summary>
internal abstract class BinaryCodec<T>
{
    public abstract void Write(IBufferWriter<byte> writer, in T value);

    /// <summary>Reads a value and moves the bytes on.</summary>
    public abstract void Read(ref ReadOnlySpan<byte> bytes, ref T value);
}

/// <summary>The codecs of column types.</summary>
internal static class BinaryCodec
{
    private static readonly MethodInfo Fixed = typeof(BinaryCodec).GetMethod(nameof(OfFixed), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Buffers = typeof(BinaryCodec).GetMethod(nameof(OfVector), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The codec of a column type, whose raw type is T.</summary>
    public static BinaryCodec<T> Create<T>(DataViewType type)
        => (BinaryCodec<T>)(type is VectorDataViewType vector
            ? ColumnDispatch.Invoke(Buffers.MakeGenericMethod(vector.ItemType.RawType), vector.ItemType)!
            : type is TextDataViewType ? new Text() : ColumnDispatch.Invoke(Fixed.MakeGenericMethod(type.RawType))!);

    internal static void WriteInt(IBufferWriter<byte> writer, int value)
    {
        MemoryMarshal.Write(writer.GetSpan(sizeof(int)), value);
        writer.Advance(sizeof(int));
    }

    internal static int ReadInt(ref ReadOnlySpan<byte> bytes)
    {
        int value = MemoryMarshal.Read<int>(bytes);
        bytes = bytes[sizeof(int)..];
        return value;
    }

    private static object OfFixed<T>()
        where T : unmanaged => new FixedSize<T>();

    private static object OfVector<T>(PrimitiveDataViewType item) => new Vector<T>(Create<T>(item));

    private sealed class FixedSize<T> : BinaryCodec<T>, IBulkCodec<T>
        where T : unmanaged
    {
        public override void Write(IBufferWriter<byte> writer, in T value) => WriteAll(writer, [value]);

        public override void Read(ref ReadOnlySpan<byte> bytes, ref T value) => ReadAll(ref bytes, MemoryMarshal.CreateSpan(ref value, 1));

        public void WriteAll(IBufferWriter<byte> writer, ReadOnlySpan<T> values) => writer.Write(MemoryMarshal.AsBytes(values));

        public void ReadAll(ref ReadOnlySpan<byte> bytes, scoped Span<T> values)
        {
            Span<byte> target = MemoryMarshal.AsBytes(values);
            bytes[..target.Length].CopyTo(target);
            bytes = bytes[target.Length..];
        }
    }

    private sealed class Text : BinaryCodec<ReadOnlyMemory<char>>
    {
        public override void Write(IBufferWriter<byte> writer, in ReadOnlyMemory<char> value)
        {
            WriteInt(writer, Encoding.UTF8.GetByteCount(value.Span));
            Encoding.UTF8.GetBytes(value.Span, writer);
        }

        public override void Read(ref ReadOnlySpan<byte> bytes, ref ReadOnlyMemory<char> value)
        {
            int count = ReadInt(ref bytes);
            value = Encoding.UTF8.GetString(bytes[..count]).AsMemory();
            bytes = bytes[count..];
        }
    }

    private sealed class Vector<T>(BinaryCodec<T> item) : BinaryCodec<VBuffer<T>>
    {
        private static readonly FixedSize<int> Indices = new();
        private readonly IBulkCodec<T>? _bulk = item as IBulkCodec<T>;

        public override void Write(IBufferWriter<byte> writer, in VBuffer<T> value)
        {
            ReadOnlySpan<T> values = value.GetValues();
            WriteInt(writer, value.Length);
            WriteInt(writer, values.Length);
            if (!value.IsDense) Indices.WriteAll(writer, value.GetIndices());
            if (_bulk is not null) _bulk.WriteAll(writer, values);
            else
                foreach (ref readonly T one in values) item.Write(writer, one);
        }

        public override void Read(ref ReadOnlySpan<byte> bytes, ref VBuffer<T> value)
        {
            int length = ReadInt(ref bytes);
            int count = ReadInt(ref bytes);
            if (length < 0 || count < 0 || count > length) throw new FormatException("Corrupt binary data file");
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, length, count);
            if (count < length) Indices.ReadAll(ref bytes, editor.Indices);
            if (_bulk is not null) _bulk.ReadAll(ref bytes, editor.Values);
            else
                for (int i = 0; i < count; i++) item.Read(ref bytes, ref editor.Values[i]);
            value = editor.Commit();
        }
    }

    private interface IBulkCodec<T>
    {
        void WriteAll(IBufferWriter<byte> writer, ReadOnlySpan<T> values);

        void ReadAll(ref ReadOnlySpan<byte> bytes, scoped Span<T> values);
    }
}
