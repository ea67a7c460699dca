using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Fields;

/// <summary>
/// PyTorch's files since version 1.6: a zip with a pickle of the structure and one entry for each storage. Nothing but tensors
/// in dictionaries and lists is accepted, and nothing is ever executed.
/// </summary>
internal sealed class PyTorchFormat
{
    // Far more than any checkpoint has, and little enough for structures that hold themselves to be found out at once.
    private const int MaximumDepth = 100, MaximumItems = 1_000_000;

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

    private readonly List<(string Name, PyTorchTensor Tensor)> _tensors = [];
    private int _items;

    /// <summary>All tensors, by their way through dictionaries and lists.</summary>
    /// <param name="zip">The file.</param>
    /// <param name="pickle">Its structure.</param>
    /// <param name="name">Name of a tensor that is not in a dictionary or list.</param>
    /// <param name="fileLength">Bytes of the file: views may repeat what it holds, but not without measure.</param>
    public static List<NamedArray> Read(ZipArchive zip, ZipArchiveEntry pickle, string name, long fileLength)
    {
        object? root = ArchiveEntry.Read(pickle, stream => new PickleReader(new BufferedStream(stream), Call, Storage).Read());
        var format = new PyTorchFormat();
        format.Collect(root, root is PyTorchTensor ? name : "", 0);
        string folder = pickle.FullName[..^pickle.Name.Length];
        var storages = new PyTorchStorages(zip, folder, fileLength, format._tensors.Select(t => t.Tensor));
        return [.. format._tensors.Select(t => storages.Read(t.Tensor, t.Name))];
    }

    private static object Storage(object? id)
    {
        if (id is not List<object?> { Count: >= 5 } parts || parts[0] as string != "storage" || parts[1] is not PickleReader.Global type)
            throw new FormatException("the pickle refers to something that is no storage.");
        string kind = type.Name[(type.Name.LastIndexOf('.') + 1)..];
        string code = StorageTypes.GetValueOrDefault(kind)
            ?? throw new FormatException($"storages of the type '{type.Name}' are not supported.");
        return new PyTorchStorage(code, parts[2] as string ?? throw new FormatException("a storage has no name."));
    }

    private static object? Call(string function, IReadOnlyList<object?> arguments) => (function, arguments) switch
    {
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor",
            [PyTorchStorage storage, long offset, List<object?> shape, List<object?> strides, ..])
            => new PyTorchTensor(storage, offset, Numbers(shape), Numbers(strides)),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [PyTorchTensor tensor, ..])
            => tensor,
        ("collections.OrderedDict", []) => new Dictionary<object, object?>(),
        ("collections.OrderedDict", [List<object?> pairs]) => Ordered(pairs),
        ("torch.Size", []) => new List<object?>(),
        ("torch.Size", [List<object?> sizes]) => sizes,
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" or "torch._utils._rebuild_parameter"
            or "torch._utils._rebuild_parameter_with_state" or "collections.OrderedDict" or "torch.Size", _)
            => throw new FormatException($"the pickle calls '{function}' with arguments that it does not take."),
        _ => throw new FormatException($"the pickle calls '{function}', which is not allowed: save a state dictionary or plain tensors instead."),
    };

    private static Dictionary<object, object?> Ordered(List<object?> pairs)
    {
        var result = new Dictionary<object, object?>();
        foreach (object? pair in pairs)
            if (pair is List<object?> and [{ } key, var value]) result[key] = value;
        return result;
    }

    private static long[] Numbers(List<object?> list)
        => [.. list.Select(n => n is long number ? number : throw new FormatException("a tensor has a size that is no whole number."))];

    private void Collect(object? value, string name, int depth)
    {
        if (depth > MaximumDepth) throw new FormatException($"the pickle is nested more than {MaximumDepth} deep.");
        if (++_items > MaximumItems) throw new FormatException($"the pickle holds too many objects, more than {MaximumItems}.");
        switch (value)
        {
            case PyTorchTensor tensor:
                _tensors.Add((name, tensor));
                break;
            case Dictionary<object, object?> dictionary:
                foreach (var (key, item) in dictionary) Collect(item, Join(name, $"{key}"), depth + 1);
                break;
            case List<object?> list:
                for (int i = 0; i < list.Count; i++) Collect(list[i], Join(name, $"{i}"), depth + 1);
                break;
        }

        static string Join(string parent, string child) => parent.Length == 0 ? child : $"{parent}.{child}";
    }
}
