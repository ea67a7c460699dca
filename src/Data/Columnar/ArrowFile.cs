using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Arrow's file format (Feather, version 2), written by Apache.Arrow: arrays are fixed-size lists, with their sizes as
/// the canonical extension type for tensors of one shape says them.
/// </summary>
internal static class ArrowFile
{
    public static void Write(Stream stream, IReadOnlyList<StoredArray> arrays, bool isCompressed,
        CancellationToken cancellation)
    {
        IEnumerable<(long Start, int Count)> groups = RowGroups.Of(arrays);
        var schema = new Schema(arrays.Select(FieldOf), null);
        var options = new IpcOptions();
        if (isCompressed)
            (options.CompressionCodec, options.CompressionCodecFactory)
                = (CompressionCodecType.Zstd, new CompressionCodecFactory());
        using var writer = new ArrowFileWriter(stream, schema, leaveOpen: true, options);
        writer.WriteStart();
        foreach (var (start, count) in groups)
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = new RecordBatch(schema, arrays.Select((a, i)
                => Column(a, schema.FieldsList[i].DataType, start, count)), count);
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
    }

    private static Field FieldOf(StoredArray array)
    {
        IArrowType item = TypeOf(array.Code);
        if (array.Shape.Count == 1) return new Field(array.Name, item, false);
        var element = new Field("item", item, false);
        return array.Counts is not null ? new Field(array.Name, new ListType(element), false)
            : new Field(array.Name, new FixedSizeListType(element, checked((int)array.RowLength)), false,
            new Dictionary<string, string>
            {
                [ColumnarShapes.ExtensionKey] = ColumnarShapes.Tensor,
                [ColumnarShapes.ExtensionMetadata] = $"{{\"shape\":[{string.Join(',', array.Shape.Skip(1))}]}}",
            });
    }

    private static IArrowType TypeOf(string code) => code switch
    {
        "f4" => FloatType.Default,
        "f8" => DoubleType.Default,
        "i1" => Int8Type.Default,
        "u1" => UInt8Type.Default,
        "i2" => Int16Type.Default,
        "u2" => UInt16Type.Default,
        "i4" => Int32Type.Default,
        "u4" => UInt32Type.Default,
        "i8" => Int64Type.Default,
        _ => UInt64Type.Default,
    };

    private static IArrowArray Column(StoredArray array, IArrowType type, long start, int count)
    {
        byte[] numbers = RowGroups.ReadBytes(array, start, count);
        IArrowType item = (type as FixedSizeListType)?.ValueDataType ?? (type as ListType)?.ValueDataType ?? type;
        IArrowArray values = ArrowArrayFactory.BuildArray(new ArrayData(item, numbers.Length / array.ElementSize, 0, 0,
            [ArrowBuffer.Empty, new ArrowBuffer(numbers)]));
        if (type is FixedSizeListType) return new FixedSizeListArray(type, count, values, ArrowBuffer.Empty);
        if (type is not ListType) return values;
        var ends = new int[count + 1];
        for (int i = 0; i < count; i++) ends[i + 1] = checked(ends[i] + array.CountOf(start + i));
        return new ListArray(type, count, new ArrowBuffer(MemoryMarshal.AsBytes(ends.AsSpan()).ToArray()), values,
            ArrowBuffer.Empty);
    }
}
