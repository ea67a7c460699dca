using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Values of any column type as numbers, for filters and metrics.</summary>
internal static class NumberReader
{
    private static readonly MethodInfo Typed = typeof(NumberReader).GetMethod(nameof(BoxedOf), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The current row's number.</summary>
    public static Func<double> Create(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type == NumberDataViewType.Single)
        {
            ValueGetter<float> getter = row.GetGetter<float>(column);
            float value = 0;
            return () =>
            {
                getter(ref value);
                return value;
            };
        }
        Func<object> boxed = Boxed(row, column);
        return () => Convert.ToDouble(boxed());
    }

    /// <summary>The current row's value.</summary>
    public static Func<object> Boxed(DataViewRow row, DataViewSchema.Column column)
        => (Func<object>)ColumnDispatch.Invoke(Typed.MakeGenericMethod(column.Type.RawType), row, column)!;

    /// <summary>Whether the current row's value is missing: not a number, or a vector with such an item.</summary>
    public static Func<bool> Missing(DataViewRow row, DataViewSchema.Column column)
    {
        Func<object> boxed = Boxed(row, column);
        if (column.Type is KeyDataViewType) return () => Convert.ToUInt64(boxed()) == 0;
        return () => boxed() switch
        {
            float single => float.IsNaN(single),
            double number => double.IsNaN(number),
            VBuffer<float> vector => vector.GetValues().IndexOf(float.NaN) >= 0 || vector.DenseValues().Any(float.IsNaN),
            VBuffer<double> vector => vector.DenseValues().Any(double.IsNaN),
            _ => false,
        };
    }

    private static Func<object> BoxedOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value!;
        };
    }
}
