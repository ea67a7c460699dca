using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Values of columns as values of a class's members.</summary>
internal static class TypedSetter
{
    private static readonly MethodInfo Items = typeof(TypedSetter).GetMethod(nameof(ArraySetter), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Single = typeof(TypedSetter).GetMethod(nameof(ValueSetter), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The columns that a class asks for, with the functions that write them.</summary>
    public static (DataViewSchema.Column Column, Func<DataViewRow, Action<TRow>> Bind)[] Create<TRow>(DataViewSchema schema,
        bool ignoreMissingColumns, SchemaDefinition? definition)
    {
        var setters = new List<(DataViewSchema.Column, Func<DataViewRow, Action<TRow>>)>();
        foreach (SchemaDefinition.Column wanted in definition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(wanted.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns) continue;
                throw Runtime.Contracts.ExceptSchemaMismatch(nameof(schema), "", wanted.ColumnName);
            }
            MemberInfo member = TypedMember.Find(typeof(TRow), wanted.MemberName);
            if (!IsCompatible(column.Type, TypedMember.TypeOf(member)))
                throw new InvalidOperationException($"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' to field or property '{member.Name}' of type '{TypedMember.TypeOf(member).FullName}'.");
            setters.Add((column, row => Bind<TRow>(row, column, member)));
        }
        return [.. setters];
    }

    private static bool IsCompatible(DataViewType type, Type member)
    {
        Type? item = ColumnTypes.ItemType(member);
        if (type is VectorDataViewType vector) return item is not null && (item == vector.ItemType.RawType || item == typeof(string) && vector.ItemType is TextDataViewType);
        return item is null && (member == type.RawType || member == typeof(string) && type is TextDataViewType
            || Nullable.GetUnderlyingType(member) == type.RawType);
    }

    private static Action<TRow> Bind<TRow>(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
    {
        Type type = TypedMember.TypeOf(member);
        if (type == typeof(string))
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            Action<TRow, string> poke = TypedMember.Poke<TRow, string>(member);
            ReadOnlyMemory<char> value = default;
            return target =>
            {
                getter(ref value);
                poke(target, value.ToString());
            };
        }
        if (type == typeof(string[]))
        {
            ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
            Action<TRow, string[]> poke = TypedMember.Poke<TRow, string[]>(member);
            VBuffer<ReadOnlyMemory<char>> value = default;
            return target =>
            {
                getter(ref value);
                poke(target, [.. value.DenseValues().Select(t => t.ToString())]);
            };
        }
        MethodInfo method = type.IsArray ? Items.MakeGenericMethod(typeof(TRow), type.GetElementType()!) : Single.MakeGenericMethod(typeof(TRow), type);
        return (Action<TRow>)ColumnDispatch.Invoke(method, row, column, member)!;
    }

    private static Action<TRow> ArraySetter<TRow, T>(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        Action<TRow, T[]> poke = TypedMember.Poke<TRow, T[]>(member);
        Func<TRow, T[]?> peek = TypedMember.Peek<TRow, T[]?>(member);
        VBuffer<T> value = default;
        return target =>
        {
            getter(ref value);
            // An array of the right size is written in place, which is what reusing the row object is for.
            T[] items = peek(target) is { } old && old.Length == value.Length ? old : new T[value.Length];
            value.CopyTo(items);
            poke(target, items);
        };
    }

    private static Action<TRow> ValueSetter<TRow, T>(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        Action<TRow, T> poke = TypedMember.Poke<TRow, T>(member);
        return target =>
        {
            T value = default!;
            getter(ref value);
            poke(target, value);
        };
    }
}
