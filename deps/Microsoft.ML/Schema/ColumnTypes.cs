using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>From .NET types to column types.</summary>
internal static class ColumnTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> Primitive = new()
    {
        [typeof(sbyte)] = NumberDataViewType.SByte,
        [typeof(byte)] = NumberDataViewType.Byte,
        [typeof(short)] = NumberDataViewType.Int16,
        [typeof(ushort)] = NumberDataViewType.UInt16,
        [typeof(int)] = NumberDataViewType.Int32,
        [typeof(uint)] = NumberDataViewType.UInt32,
        [typeof(long)] = NumberDataViewType.Int64,
        [typeof(ulong)] = NumberDataViewType.UInt64,
        [typeof(float)] = NumberDataViewType.Single,
        [typeof(double)] = NumberDataViewType.Double,
        [typeof(bool)] = BooleanDataViewType.Instance,
        [typeof(string)] = TextDataViewType.Instance,
        [typeof(ReadOnlyMemory<char>)] = TextDataViewType.Instance,
        [typeof(DateTime)] = DateTimeDataViewType.Instance,
        [typeof(DateTimeOffset)] = DateTimeOffsetDataViewType.Instance,
        [typeof(TimeSpan)] = TimeSpanDataViewType.Instance,
        [typeof(DataViewRowId)] = RowIdDataViewType.Instance,
    };

    /// <summary>The primitive type of a .NET type, or null.</summary>
    public static PrimitiveDataViewType? Find(Type type) => Primitive.GetValueOrDefault(type);

    /// <summary>The item type of an array or VBuffer, or null for a single value.</summary>
    public static Type? ItemType(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>How many keys fit a type, one value being that of a missing key.</summary>
    public static ulong MostKeys(Type type) => type == typeof(byte) ? byte.MaxValue : type == typeof(ushort) ? ushort.MaxValue : type == typeof(uint) ? uint.MaxValue : ulong.MaxValue;

    /// <summary>The column type of a member, its attributes considered.</summary>
    public static DataViewType Of(MemberInfo member)
    {
        Type type = TypedMember.TypeOf(member);
        Type? itemType = ItemType(type);
        PrimitiveDataViewType item = Find(itemType ?? type)
            ?? throw new ArgumentOutOfRangeException(nameof(member), $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
            item = new KeyDataViewType(item.RawType, key.Count ?? MostKeys(item.RawType));
        if (itemType is null)
        {
            return member.GetCustomAttribute<VectorTypeAttribute>() is null ? item : throw new ArgumentOutOfRangeException(nameof(member),
                $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        }
        return member.GetCustomAttribute<VectorTypeAttribute>()?.Dims is { } dims ? new VectorDataViewType(item, dims) : new VectorDataViewType(item, 0);
    }
}
