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

    private readonly ZipArchive _zip;
    private readonly string _folder;
    private readonly Dictionary<string, byte[]> _storages = [];
    private readonly List<NamedArray> _arrays = [];
    private int _items;
    private long _elementsLeft;

    private PyTorchFormat(ZipArchive zip, string folder, long fileLength)
        => (_zip, _folder, _elementsLeft) = (zip, folder, (1 << 24) + 8 * fileLength);

    /// <summary>All tensors, by their way through dictionaries and lists.</summary>
    /// <param name="zip">The file.</param>
    /// <param name="pickle">Its structure.</param>
    /// <param name="name">Name of a tensor that is not in a dictionary or list.</param>
    /// <param name="fileLength">Bytes of the file: views may repeat what it holds, but not without measure.</param>
    public static List<NamedArray> Read(ZipArchive zip, ZipArchiveEntry pickle, string name, long fileLength)
    {
        object? root = ArchiveEntry.Read(pickle, stream => new PickleReader(new BufferedStream(stream), Call, Storage).Read());
        var format = new PyTorchFormat(zip, pickle.FullName[..^pickle.Name.Length], fileLength);
        format.Collect(root, root is Tensor ? name : "", 0);
        return format._arrays;
    }

    private static object Storage(object? id)
    {
        if (id is not List<object?> { Count: >= 5 } parts || parts[0] as string != "storage" || parts[1] is not PickleReader.Global type)
            throw new FormatException("the pickle refers to something that is no storage.");
        string kind = type.Name[(type.Name.LastIndexOf('.') + 1)..];
        return new StorageReference(StorageTypes.GetValueOrDefault(kind) ?? throw new FormatException($"storages of the type '{type.Name}' are not supported."),
            parts[2] as string ?? throw new FormatException("a storage has no name."));
    }

    private static object? Call(string function, IReadOnlyList<object?> arguments) => (function, arguments) switch
    {
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor",
            [StorageReference storage, long offset, List<object?> shape, List<object?> strides, ..]) => new Tensor(storage, offset, Numbers(shape), Numbers(strides)),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [Tensor tensor, ..]) => tensor,
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
            case Tensor tensor:
                _arrays.Add(Decode(tensor, name));
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

    private NamedArray Decode(Tensor tensor, string name)
    {
        if (!_storages.TryGetValue(tensor.Storage.Key, out byte[]? bytes))
        {
            ZipArchiveEntry entry = _zip.GetEntry($"{_folder}data/{tensor.Storage.Key}")
                ?? throw new FormatException($"the storage '{tensor.Storage.Key}' of the tensor '{name}' is missing.");
            bytes = ArchiveEntry.Read(entry, stream => stream.ReadBytes(entry.Length));
            _storages.Add(tensor.Storage.Key, bytes);
        }
        string code = tensor.Storage.Code;
        int size = ElementDecoder.Size(code), count = ElementDecoder.Count(tensor.Shape), rank = tensor.Shape.Length;
        if (tensor.Strides.Length != rank) throw new FormatException($"the tensor '{name}' has {rank} sizes and {tensor.Strides.Length} strides.");
        long last = checked(tensor.Offset + (count == 0 ? -1 : tensor.Shape.Zip(tensor.Strides, (n, stride) => checked((n - 1) * stride)).Sum()));
        if (tensor.Offset < 0 || tensor.Strides.Any(s => s < 0) || last >= bytes.Length / size)
            throw new FormatException($"the tensor '{name}' [{string.Join(", ", tensor.Shape)}] reaches beyond its storage of {bytes.Length / size} elements.");
        if ((_elementsLeft -= count) < 0)
            throw new FormatException($"the tensors up to '{name}' repeat what the file holds too often; save contiguous copies instead of views.");
        var packed = new byte[checked(count * size)];
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
