namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// NumPy's arrays of Python objects, which hold a pickle: <c>np.save</c> of arrays of different shapes. Arrays of
/// numbers in it are read; nothing is executed.
/// </summary>
internal static class NumpyObjects
{
    /// <summary>Reads what the pickle holds.</summary>
    /// <param name="stream">The pickle.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="count">How many objects its header promises.</param>
    /// <param name="content">Receives the arrays.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(Stream stream, string name, int count, FileContent content, ReadBudget budget)
    {
        object? root = new PickleReader(new BufferedStream(stream), budget, Call,
            _ => throw new FormatException("the pickle refers to something outside of it."), Build).Read();
        if (root is not Described { Data: List<object?> objects } || objects.Count != count)
            throw new UnsupportedArrayException($"the array '{name}' holds Python objects that are no arrays.");
        for (int i = 0; i < objects.Count; i++)
        {
            string own = budget.Name($"{name}.{i}");
            if (objects[i] is Described { Data: byte[] bytes, Type: { } type } array)
                content.Add(Decode(array, type, bytes, own, budget));
            else content.Refuse(own, $"the array '{name}' holds there a Python object that is no array of numbers");
        }
    }

    private static NamedArray Decode(Described array, ElementType type, byte[] bytes, string name, ReadBudget budget)
    {
        int count = ElementDecoder.Count(array.Shape), parts = ElementDecoder.Parts(type.Code),
            size = ElementDecoder.Size(type.Code);
        if (bytes.Length != (long)count * size)
            throw new FormatException($"the array '{name}' has {bytes.Length} bytes; its shape and type describe "
                + $"{(long)count * size}.");
        budget.Take(sizeof(float) * (long)count * parts);
        if (type.IsBigEndian) ElementDecoder.Reverse(bytes, size / parts);
        float[] values = ElementDecoder.Decode(type.Code, bytes);
        if (array.IsColumnMajor && array.Shape.Length > 1)
            values = ColumnMajor.ToRowMajor(values, array.Shape, parts, budget);
        return NamedArray.Of(name, array.Shape, parts, values);
    }

    private static object Call(string function, IReadOnlyList<object?> arguments) => (function, arguments) switch
    {
        ("numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct", _) => new Described(),
        ("numpy.dtype", [string code, ..]) => new ElementType(code, false),
        _ => new PickleReader.Opaque(function),
    };

    // The state of an array is its version, shape, type, order and data; that of a type begins with version and order.
    private static object? Build(object? target, object? state) => (target, state) switch
    {
        (Described, List<object?> and [_, List<object?> shape, ElementType type, bool isColumnMajor, var data])
            => new Described
            {
                Shape = [.. shape.Select(n => n is long size ? size
                    : throw new FormatException("an array in the pickle has a size that is no whole number."))],
                Type = type,
                IsColumnMajor = isColumnMajor,
                Data = data,
            },
        (ElementType type, List<object?> and [_, string order, ..]) => type with { IsBigEndian = order == ">" },
        _ => null,
    };

    private sealed record ElementType(string Code, bool IsBigEndian);

    private sealed class Described
    {
        public long[] Shape { get; init; } = [];

        public ElementType? Type { get; init; }

        public bool IsColumnMajor { get; init; }

        public object? Data { get; init; }
    }
}
