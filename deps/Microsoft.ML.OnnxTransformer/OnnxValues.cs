using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Values of columns as tensors, and back.</summary>
internal static class OnnxValues
{
    /// <summary>Reads the current row's value as a tensor.</summary>
    public static Func<NamedOnnxValue> Input(DataViewRow row, DataViewSchema.Column column, OnnxNode node)
        => (Func<NamedOnnxValue>)Generic(column.Type is VectorDataViewType ? nameof(VectorInput) : nameof(ScalarInput), node.Item.RawType, row, column, node);

    /// <summary>A getter of an output's values.</summary>
    public static Delegate Output(OnnxNode node, Func<NamedOnnxValue> current)
        => (Delegate)Generic(node.IsScalar ? nameof(ScalarOutput) : nameof(VectorOutput), node.Item.RawType, current);

    private static object Generic(string method, Type item, params object[] arguments)
        => ColumnDispatch.Invoke(typeof(OnnxValues).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item), arguments)!;

    private static Func<NamedOnnxValue> VectorInput<T>(DataViewRow row, DataViewSchema.Column column, OnnxNode node)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        bool isFixed = column.Type is VectorDataViewType { IsKnownSize: true };
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            var items = new T[value.Length];
            value.CopyTo(items);
            return NamedOnnxValue.CreateFromTensor(node.Name, new DenseTensor<T>(items, Shape(node, value.Length, isFixed)));
        };
    }

    // The unknown size follows from the length of a vector whose size varies, as in ML.NET, where such a vector needs one.
    private static int[] Shape(OnnxNode node, int length, bool isFixed)
    {
        if (!isFixed && !node.Shape.Contains(0))
            throw new ArgumentOutOfRangeException(node.Name, "A column whose size varies cannot feed an input whose sizes are all known.");
        int[] shape = isFixed ? node.Shape : Array.ConvertAll(node.Shape, d => d == 0 ? length / node.Known : d);
        if (shape.Aggregate(1, (product, d) => product * d) != length)
            throw new ArgumentException($"Input shape mismatch: Input '{node.Name}' has shape {string.Join(",", shape)}, but input data is of length {length}.");
        return shape;
    }

    private static Func<NamedOnnxValue> ScalarInput<T>(DataViewRow row, DataViewSchema.Column column, OnnxNode node)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return NamedOnnxValue.CreateFromTensor(node.Name, new DenseTensor<T>(new[] { value }, new[] { 1, 1 }));
        };
    }

    private static ValueGetter<VBuffer<T>> VectorOutput<T>(Func<NamedOnnxValue> current) => (ref VBuffer<T> value) =>
    {
        T[] items = [.. current().AsTensor<T>()];
        VBuffer<T>.Copy(items, 0, ref value, items.Length);
    };

    private static ValueGetter<T> ScalarOutput<T>(Func<NamedOnnxValue> current) => (ref T value) => value = current().AsTensor<T>().First();
}
