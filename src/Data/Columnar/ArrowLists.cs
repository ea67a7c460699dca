using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Array = System.Array;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>The numbers in Arrow's lists, fixed or not, where all of them have one length.</summary>
internal static class ArrowLists
{
    /// <summary>Reads a column of a batch.</summary>
    /// <param name="array">The column.</param>
    /// <param name="name">Its name.</param>
    /// <param name="row">The batch's first row, for errors.</param>
    public static ColumnarRows Read(IArrowArray array, string name, long row)
    {
        var sizes = new List<int>();
        int start = 0, count = array.Length, perRow = 1;
        while (true)
        {
            if (array is ExtensionArray extension)
            {
                array = extension.Storage;
                continue;
            }
            if (array is not (FixedSizeListArray or ListArray or LargeListArray)) break;
            for (int i = start; i < start + count && array.NullCount > 0; i++)
                if (array.IsNull(i))
                    throw new UnsupportedArrayException($"row {row + (i - start) / perRow} of '{name}' is null.");
            int length;
            if (array is FixedSizeListArray list)
            {
                length = ((FixedSizeListType)list.Data.DataType).ListSize;
                start = checked((list.Offset + start) * length);
                array = list.Values;
            }
            else
            {
                long[] ends = array is ListArray small
                    ? Array.ConvertAll(small.ValueOffsets.Slice(start, count + 1).ToArray(), n => (long)n)
                    : ((LargeListArray)array).ValueOffsets.Slice(start, count + 1).ToArray();
                length = count == 0 ? 0 : checked((int)(ends[1] - ends[0]));
                for (int i = 0; i < count; i++)
                    if (ends[i + 1] - ends[i] != length)
                        throw new UnsupportedArrayException($"row {row + i / perRow} of '{name}' is a list of another "
                            + $"length than row {row}; expected one length for all rows.");
                start = checked((int)ends[0]);
                array = array is ListArray { Values: var values } ? values : ((LargeListArray)array).Values;
            }
            count = checked(count * length);
            perRow = checked(perRow * length);
            sizes.Add(length);
        }
        float[] numbers = Numbers(array, name, start, count);
        for (int i = 0; i < count && array.NullCount > 0; i++)
            if (array.IsNull(start + i)) numbers[i] = float.NaN;
        return new ColumnarRows(numbers, [.. sizes]);
    }

    private static float[] Numbers(IArrowArray array, string name, int start, int count)
    {
        return array switch
        {
            FloatArray a => Decode<float>("f4", a.Values),
            DoubleArray a => Decode<double>("f8", a.Values),
            HalfFloatArray a => Decode<Half>("f2", a.Values),
            Int8Array a => Decode<sbyte>("i1", a.Values),
            UInt8Array a => Decode<byte>("u1", a.Values),
            Int16Array a => Decode<short>("i2", a.Values),
            UInt16Array a => Decode<ushort>("u2", a.Values),
            Int32Array a => Decode<int>("i4", a.Values),
            UInt32Array a => Decode<uint>("u4", a.Values),
            Int64Array a => Decode<long>("i8", a.Values),
            UInt64Array a => Decode<ulong>("u8", a.Values),
            BooleanArray a => [.. Enumerable.Range(start, count).Select(i => a.GetValue(i) == true ? 1f : 0)],
            _ => throw new UnsupportedArrayException($"the column '{name}' holds elements of the type "
                + $"{array.Data.DataType.Name}."),
        };

        float[] Decode<T>(string code, ReadOnlySpan<T> values)
            where T : unmanaged
            => ElementDecoder.Decode(code, MemoryMarshal.AsBytes(values.Slice(start, count)));
    }
}
