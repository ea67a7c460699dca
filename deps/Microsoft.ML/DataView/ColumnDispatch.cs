using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>From a column's type, known at run time, to getters of its values' type.</summary>
internal static class ColumnDispatch
{
    private static readonly MethodInfo Typed = typeof(ColumnDispatch).GetMethod(nameof(GetterOf), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The getter of a column, whatever its type.</summary>
    public static Delegate Getter(DataViewRow row, DataViewSchema.Column column)
        => (Delegate)Invoke(Typed.MakeGenericMethod(column.Type.RawType), row, column)!;

    /// <summary>A getter as the asked type, or ML.NET's error.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected '{column.Type.RawType}'.");

    /// <summary>The error for a column that was not asked for.</summary>
    public static InvalidOperationException NotActive(DataViewSchema.Column column)
        => new($"Getter of column '{column.Name}' was requested, but the column is not active.");

    /// <summary>Calls a method by reflection and lets its own exceptions through.</summary>
    public static object? Invoke(MethodInfo method, params object?[] arguments)
        => method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static ValueGetter<T> GetterOf<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
