using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Access to the members of a class that become columns.</summary>
internal static class TypedMember
{
    public static IEnumerable<MemberInfo> Of(Type type, SchemaDefinition.Direction direction)
    {
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<MemberInfo> fields = type.GetFields(Instance);
        IEnumerable<MemberInfo> properties = type.GetProperties(Instance).Where(p => p.GetIndexParameters().Length == 0
            && (!direction.HasFlag(SchemaDefinition.Direction.Read) || p.GetMethod is { IsPublic: true })
            && (!direction.HasFlag(SchemaDefinition.Direction.Write) || p.SetMethod is { IsPublic: true }));
        return fields.Concat(properties).Where(m => m.GetCustomAttribute<NoColumnAttribute>() is null);
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static MemberInfo Find(Type type, string name)
        => (MemberInfo?)type.GetField(name) ?? type.GetProperty(name)
            ?? throw new ArgumentOutOfRangeException(nameof(name), $"No field or property with name '{name}' found in type '{type.FullName}'");

    /// <summary>Reads a member.</summary>
    public static Func<TRow, T> Peek<TRow, T>(MemberInfo member)
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, T>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    /// <summary>Writes a member.</summary>
    public static Action<TRow, T> Poke<TRow, T>(MemberInfo member)
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow)), value = Expression.Parameter(typeof(T));
        return Expression.Lambda<Action<TRow, T>>(Expression.Assign(Expression.MakeMemberAccess(row, member), value), row, value).Compile();
    }
}
