using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Values of a class's members as values of columns.</summary>
internal static class TypedGetter
{
    private static readonly MethodInfo Items = typeof(TypedGetter).GetMethod(nameof(ArrayGetter), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Buffers = typeof(TypedGetter).GetMethod(nameof(BufferGetter), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Single = typeof(TypedGetter).GetMethod(nameof(ValueGetter), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>A getter of the column over the object that a function gives.</summary>
    public static Delegate Create<TRow>(SchemaDefinition.Column column, Func<TRow> current)
    {
        MemberInfo member = TypedMember.Find(typeof(TRow), column.MemberName);
        Type type = TypedMember.TypeOf(member);
        if (type == typeof(string)) return TextGetter(current, TypedMember.Peek<TRow, string?>(member));
        if (type == typeof(string[])) return TextsGetter(current, TypedMember.Peek<TRow, string?[]?>(member));
        if (type.IsArray) return (Delegate)ColumnDispatch.Invoke(Items.MakeGenericMethod(typeof(TRow), type.GetElementType()!), current, member)!;
        if (ColumnTypes.ItemType(type) is { } item) return (Delegate)ColumnDispatch.Invoke(Buffers.MakeGenericMethod(typeof(TRow), item), current, member)!;
        return (Delegate)ColumnDispatch.Invoke(Single.MakeGenericMethod(typeof(TRow), type), current, member)!;
    }

    private static ValueGetter<ReadOnlyMemory<char>> TextGetter<TRow>(Func<TRow> current, Func<TRow, string?> peek)
        => (ref ReadOnlyMemory<char> value) => value = peek(current()).AsMemory();

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> TextsGetter<TRow>(Func<TRow> current, Func<TRow, string?[]?> peek)
        => (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string?[] texts = peek(current()) ?? [];
            value = new(texts.Length, Array.ConvertAll(texts, t => t.AsMemory()));
        };

    private static ValueGetter<VBuffer<T>> ArrayGetter<TRow, T>(Func<TRow> current, MemberInfo member)
    {
        Func<TRow, T[]?> peek = TypedMember.Peek<TRow, T[]?>(member);
        return (ref VBuffer<T> value) =>
        {
            T[] items = peek(current()) ?? [];
            VBuffer<T>.Copy(items, 0, ref value, items.Length);
        };
    }

    private static ValueGetter<T> ValueGetter<TRow, T>(Func<TRow> current, MemberInfo member)
    {
        Func<TRow, T> peek = TypedMember.Peek<TRow, T>(member);
        return (ref T value) => value = peek(current());
    }

    // A buffer's memory belongs to the object, so the reader gets a copy.
    private static ValueGetter<VBuffer<T>> BufferGetter<TRow, T>(Func<TRow> current, MemberInfo member)
    {
        Func<TRow, VBuffer<T>> peek = TypedMember.Peek<TRow, VBuffer<T>>(member);
        return (ref VBuffer<T> value) => peek(current()).CopyTo(ref value);
    }
}
