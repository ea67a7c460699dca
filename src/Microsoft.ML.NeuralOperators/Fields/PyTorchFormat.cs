using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Fields;

/// <summary>
/// PyTorch's files since version 1.6: a zip with a pickle of the structure and one entry for each storage. Nothing but tensors
/// in dictionaries and lists is accepted, and nothing is ever executed.
/// </summary>
internal static class PyTorchFormat
{
    private static readonly Dictionary<string, string> StorageTypes = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = "f4",
        ["DoubleStorage"] = "f8",
        ["HalfStorage"] = "f2",
        ["BFloat16Storage"] = "bf2",
        ["LongStorage"] = "i8",
        ["IntStorage"] = "i4",
        ["ShortStorage"] = "i2",
        ["CharStorage"] = "i1",
        ["ByteStorage"] = "u1",
        ["BoolStorage"] = "b1",
        ["ComplexFloatStorage"] = "c8",
        ["ComplexDoubleStorage"] = "c16",
    };

    public static List<NamedArray> Read(ZipArchive zip, ZipArchiveEntry pickle, string name)
    {
        string folder = pickle.FullName[..^pickle.Name.Length];
        using Stream stream = pickle.Open();
        object? root = new PickleReader(stream, Call, Storage).Read();
        var arrays = new List<NamedArray>();
        Collect(root, root is Tensor ? name : "", arrays, zip, folder, []);
        return arrays;
    }

    private static object Storage(object? id)
    {
        if (id is not List<object?> { Count: >= 5 } parts || parts[0] as string != "storage" || parts[1] is not PickleReader.Global type)
            throw new FormatException("the pickle refers to something that is no storage.");
        string kind = type.Name[(type.Name.LastIndexOf('.') + 1)..];
        return new StorageReference(StorageTypes.GetValueOrDefault(kind) ?? throw new FormatException($"storages of the type '{type.Name}' are not supported."),
            parts[2] as string ?? throw new FormatException("a storage has no name."));
    }

    private static object? Call(string function, IReadOnlyList<object?> arguments) => function switch
    {
        "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" => new Tensor(
            (StorageReference)arguments[0]!, Convert.ToInt64(arguments[1]), Numbers(arguments[2]), Numbers(arguments[3])),
        "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state" => arguments[0],
        "collections.OrderedDict" => Ordered(arguments),
        "torch.Size" => arguments.Count == 0 ? new List<object?>() : arguments[0],
        _ => throw new FormatException($"the pickle calls '{function}', which is not allowed: save a state dictionary or plain tensors instead."),
    };

    private static Dictionary<object, object?> Ordered(IReadOnlyList<object?> arguments)
    {
        var result = new Dictionary<object, object?>();
        if (arguments.Count > 0 && arguments[0] is List<object?> pairs)
            foreach (object? pair in pairs)
                if (pair is List<object?> { Count: 2 } both) result[both[0]!] = both[1];
        return result;
    }

    private static long[] Numbers(object? list) => [.. ((List<object?>)list!).Select(Convert.ToInt64)];

    private static void Collect(object? value, string name, List<NamedArray> arrays, ZipArchive zip, string folder, Dictionary<string, byte[]> storages)
    {
        switch (value)
        {
            case Tensor tensor:
                arrays.Add(Decode(tensor, name, zip, folder, storages));
                break;
            case Dictionary<object, object?> dictionary:
                foreach (var (key, item) in dictionary) Collect(item, Join(name, $"{key}"), arrays, zip, folder, storages);
                break;
            case List<object?> list:
                for (int i = 0; i < list.Count; i++) Collect(list[i], Join(name, $"{i}"), arrays, zip, folder, storages);
                break;
        }

        static string Join(string parent, string child) => parent.Length == 0 ? child : $"{parent}.{child}";
    }

    private static NamedArray Decode(Tensor tensor, string name, ZipArchive zip, string folder, Dictionary<string, byte[]> storages)
    {
        if (!storages.TryGetValue(tensor.Storage.Key, out byte[]? bytes))
        {
            ZipArchiveEntry entry = zip.GetEntry($"{folder}data/{tensor.Storage.Key}")
                ?? throw new FormatException($"the storage '{tensor.Storage.Key}' of the tensor '{name}' is missing.");
            bytes = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            storages.Add(tensor.Storage.Key, bytes);
        }
        string code = tensor.Storage.Code;
        int size = ElementDecoder.Size(code), count = ElementDecoder.Count(tensor.Shape), rank = tensor.Shape.Length;
        if (tensor.Strides.Length != rank) throw new FormatException($"the tensor '{name}' has {rank} sizes and {tensor.Strides.Length} strides.");
        long last = tensor.Offset + (count == 0 ? -1 : tensor.Shape.Zip(tensor.Strides, (n, stride) => (n - 1) * stride).Sum());
        if (tensor.Offset < 0 || tensor.Strides.Any(s => s < 0) || (last + 1) * size > bytes.Length)
            throw new FormatException($"the tensor '{name}' [{string.Join(", ", tensor.Shape)}] reaches beyond its storage of {bytes.Length / size} elements.");
        var packed = new byte[(long)count * size];
        var index = new long[rank];
        long source = tensor.Offset;
        for (int target = 0; target < count; target++)
        {
            bytes.AsSpan((int)(source * size), size).CopyTo(packed.AsSpan(target * size));
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                source += tensor.Strides[axis];
                if (++index[axis] < tensor.Shape[axis]) break;
                source -= tensor.Strides[axis] * tensor.Shape[axis];
                index[axis] = 0;
            }
        }
        bool isComplex = code[0] == 'c';
        int[] shape = [.. tensor.Shape.Select(s => (int)s), .. isComplex ? [2] : Array.Empty<int>()];
        return new NamedArray(name, shape, ElementDecoder.Decode(code, packed)) { IsComplex = isComplex };
    }

    private sealed record StorageReference(string Code, string Key);

    private sealed record Tensor(StorageReference Storage, long Offset, long[] Shape, long[] Strides);
}
