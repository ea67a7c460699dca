using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>A column of numbers on its way into a file.</summary>
internal static class ColumnSpool
{
    /// <summary>NumPy's code of the numbers of a column; null where it holds none.</summary>
    public static string? CodeOf(DataViewType type)
    {
        DataViewType item = (type as VectorDataViewType)?.ItemType ?? type;
        if (item is BooleanDataViewType) return "u1";
        if (item is not NumberDataViewType) return null;
        bool isFloat = item.RawType == typeof(float) || item.RawType == typeof(double);
        bool isUnsigned = item.RawType.Name[0] is 'U' or 'B';
        return $"{(isFloat ? 'f' : isUnsigned ? 'u' : 'i')}{Marshal.SizeOf(item.RawType)}";
    }

    /// <summary>An empty array for a column's rows.</summary>
    public static SpooledArray Create(DataViewSchema.Column column, string folder)
        => SpooledArray.Create(column.Name, CodeOf(column.Type)!,
            column.Type is not VectorDataViewType vector ? [] : vector.IsKnownSize ? [.. vector.Dimensions] : null,
            folder);

    /// <summary>What adds the cursor's row to an array.</summary>
    public static Action Append(DataViewRow row, DataViewSchema.Column column, SpooledArray array)
        => Type.GetTypeCode(((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType) switch
        {
            TypeCode.Single => Append<float>(row, column, array),
            TypeCode.Double => Append<double>(row, column, array),
            TypeCode.SByte => Append<sbyte>(row, column, array),
            TypeCode.Byte => Append<byte>(row, column, array),
            TypeCode.Int16 => Append<short>(row, column, array),
            TypeCode.UInt16 => Append<ushort>(row, column, array),
            TypeCode.Int32 => Append<int>(row, column, array),
            TypeCode.UInt32 => Append<uint>(row, column, array),
            TypeCode.Int64 => Append<long>(row, column, array),
            TypeCode.UInt64 => Append<ulong>(row, column, array),
            _ => Append<bool>(row, column, array),
        };

    private static Action Append<T>(DataViewRow row, DataViewSchema.Column column, SpooledArray array)
        where T : unmanaged
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> scalar = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                scalar(ref value);
                array.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
            };
        }
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        T[] dense = [];
        return () =>
        {
            getter(ref vector);
            if (vector.IsDense)
            {
                array.Append(MemoryMarshal.AsBytes(vector.GetValues()));
                return;
            }
            if (dense.Length != vector.Length) dense = new T[vector.Length];
            vector.CopyTo(dense);
            array.Append(MemoryMarshal.AsBytes(dense.AsSpan()));
        };
    }
}
