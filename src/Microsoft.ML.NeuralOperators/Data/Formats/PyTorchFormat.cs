using System.Globalization;
using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// PyTorch's files since version 1.6: a zip with a pickle of the structure and one entry for each storage. Tensors in
/// dictionaries and lists are read. What else Python put there is named, and nothing is ever executed.
/// </summary>
internal sealed class PyTorchFormat
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

    private readonly ReadBudget _budget;
    private readonly PickleReader _pickle;
    private readonly List<(string Name, PyTorchTensor Tensor)> _tensors = [];
    private readonly FileContent _content;
    // The way to the object in hand; names are only put together for tensors.
    private readonly List<string> _way = [];
    private int _objects;

    /// <param name="pickle">The structure; nothing is read beyond it.</param>
    /// <param name="content">Receives what is beside the tensors.</param>
    /// <param name="budget">What reading may cost.</param>
    public PyTorchFormat(Stream pickle, FileContent content, ReadBudget budget)
    {
        (_budget, _content) = (budget, content);
        _pickle = new PickleReader(pickle, budget, Call, Storage);
    }

    /// <summary>The storages that the pickle knows, by their keys.</summary>
    public Dictionary<string, PyTorchStorage> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the pickle: all tensors by their way through dictionaries and lists.</summary>
    /// <param name="name">Name of a tensor that is not in a dictionary or list.</param>
    public List<(string Name, PyTorchTensor Tensor)> Tensors(string name)
    {
        object? root = _pickle.Read();
        if (root is PyTorchTensor or PickleReader.Opaque) _way.Add(name);
        Collect(root, 0);
        return _tensors;
    }

    /// <summary>All tensors, by their way through dictionaries and lists.</summary>
    /// <param name="zip">The file.</param>
    /// <param name="pickle">Its structure.</param>
    /// <param name="file">The file that the zip is read from.</param>
    /// <param name="name">Name of a tensor that is not in a dictionary or list.</param>
    /// <param name="content">Receives them.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(ZipArchive zip, ZipArchiveEntry pickle, FileStream file, string name, FileContent content,
        ReadBudget budget)
    {
        List<(string Name, PyTorchTensor Tensor)> tensors = ArchiveEntry.Read(pickle, stream
            => new PyTorchFormat(new BufferedStream(stream), content, budget).Tensors(name), budget);
        string folder = pickle.FullName[..^pickle.Name.Length];
        if (zip.GetEntry($"{folder}byteorder") is { Length: < 16 } order
            && ArchiveEntry.Read(order, stream => new StreamReader(stream).ReadToEnd()).Trim() is "big")
            throw new FormatException("the numbers are big-endian, which is not supported.");
        PyTorchStorages.ReadAll(new PyTorchArchive(zip, file, folder, budget), tensors, content, budget);
    }

    private object Storage(object? id)
    {
        // A class with its source, which files from before version 1.6 keep.
        if (id is List<object?> and ["module", PickleReader.Global module, ..]) return module;
        if (id is not List<object?> { Count: >= 5 } parts || parts[0] as string != "storage"
            || parts[1] is not PickleReader.Global type)
            throw new FormatException("the pickle refers to something that is no storage.");
        string kind = type.Name[(type.Name.LastIndexOf('.') + 1)..];
        string code = StorageTypes.GetValueOrDefault(kind)
            ?? throw new FormatException($"storages of the type '{type.Name}' are not supported.");
        string key = parts[2] as string ?? throw new FormatException("a storage has no name.");
        // Those files have views of storages too: a key of their own, and where they begin in the storage.
        long begin = parts.Count > 5 && parts[5] is List<object?> and [_, long offset, ..] ? offset : 0;
        if (begin < 0) throw new FormatException($"a view of the storage '{key}' begins at {begin}.");
        if (Storages.TryGetValue(key, out PyTorchStorage? known) && known.Code != code)
            throw new FormatException($"the storage '{key}' is of two types, {known.Code} and {code}.");
        return Storages[key] = new PyTorchStorage(code, key) { Begin = begin };
    }

    private object? Call(string function, IReadOnlyList<object?> arguments) => (function, arguments) switch
    {
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor",
            [PyTorchStorage storage, long offset, List<object?> shape, List<object?> strides, ..])
            => new PyTorchTensor(storage, checked(storage.Begin + offset), Numbers(shape), Numbers(strides))
            {
                IsNegated = Says(arguments, "neg"),
                IsConjugated = Says(arguments, "conj"),
            },
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [PyTorchTensor tensor, ..])
            => tensor,
        ("collections.OrderedDict", []) => new Dictionary<string, object?>(),
        ("collections.OrderedDict", [List<object?> pairs]) => Ordered(pairs),
        ("torch.Size", []) => new List<object?>(),
        ("torch.Size", [List<object?> sizes]) => sizes,
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" or "torch._utils._rebuild_parameter"
            or "torch._utils._rebuild_parameter_with_state" or "collections.OrderedDict" or "torch.Size", _)
            => throw new FormatException($"the pickle calls '{function}' with arguments that it does not take."),
        _ => new PickleReader.Opaque(function),
    };

    // The seventh argument, since version 1.12, is what happens when the tensor is used.
    private static bool Says(IReadOnlyList<object?> arguments, string what)
        => arguments.Count > 6 && arguments[6] is Dictionary<string, object?> lazily
        && lazily.GetValueOrDefault(what) is true;

    // A list may be an argument again and again, at two bytes a time.
    private Dictionary<string, object?> Ordered(List<object?> pairs)
    {
        _budget.Take(64L * pairs.Count);
        var result = new Dictionary<string, object?>();
        foreach (object? pair in pairs)
            if (pair is List<object?> and [{ } key, var value] && _pickle.Key(key) is { } text) result[text] = value;
        return result;
    }

    private long[] Numbers(List<object?> list)
    {
        if (list.Count > ReadLimits.MaximumAxes)
            throw new FormatException($"a tensor has {list.Count} axes; the limit is {ReadLimits.MaximumAxes}.");
        _budget.Take(sizeof(long) * list.Count);
        return [.. list.Select(n => n is long number ? number
            : throw new FormatException("a tensor has a size that is no whole number."))];
    }

    private void Collect(object? value, int depth)
    {
        if (depth > _budget.Limits.Nesting)
            throw new FormatException($"the pickle is nested more than {_budget.Limits.Nesting} deep.");
        if (++_objects > _budget.Limits.PickleObjects)
            throw new FormatException($"the pickle holds too many objects, more than {_budget.Limits.PickleObjects}.");
        switch (value)
        {
            case PyTorchTensor tensor:
                string name = _budget.Name(string.Join('.', _way));
                _budget.Take(ReadBudget.InstanceBytes + 2L * name.Length);
                _tensors.Add((name, tensor));
                break;
            case PickleReader.Opaque opaque:
                _content.Refuse(_budget.Name(string.Join('.', _way)), $"the pickle calls '{opaque.Name}', which is not "
                    + "allowed: save a state dictionary or plain tensors instead");
                break;
            case PickleReader.Global or string or bool or long or double:
                string place = string.Join('.', _way), note = Convert.ToString(
                    value is PickleReader.Global function ? function.Name : value, CultureInfo.InvariantCulture)!;
                _budget.Take(ReadBudget.InstanceBytes + 2L * (place.Length + note.Length));
                _content.Notes[place] = note;
                break;
            case Dictionary<string, object?> dictionary:
                foreach (var (key, item) in dictionary) Enter(key, item);
                break;
            case List<object?> list:
                for (int i = 0; i < list.Count; i++)
                    // Sizes such as (9, 7), not long lists of losses.
                    if (list[i] is PyTorchTensor or Dictionary<string, object?> or List<object?> or PickleReader.Opaque
                        || list.Count <= ReadLimits.MaximumAxes)
                        Enter(i.ToString(CultureInfo.InvariantCulture), list[i]);
                    else _objects++;
                break;
        }

        void Enter(string step, object? item)
        {
            _way.Add(step);
            Collect(item, depth + 1);
            _way.RemoveAt(_way.Count - 1);
        }
    }
}
