using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// Reads tensors from the storages of a PyTorch file. The usual tensor, which has a storage to itself, is read straight
/// into its array; a storage of several views is kept until the last of them is read.
/// </summary>
/// <param name="entries">Where they are.</param>
/// <param name="budget">What reading may cost: views may repeat what the file holds, but not without measure.</param>
/// <param name="tensors">All tensors that will be read.</param>
internal sealed class PyTorchStorages(
    IPyTorchEntries entries, ReadBudget budget, IEnumerable<PyTorchTensor> tensors)
{
    private readonly Dictionary<string, int> _uses = tensors.CountBy(t => t.Storage.Key).ToDictionary();
    // Bytes of each storage that its tensors reach; the rest is never kept.
    private readonly Dictionary<string, Int128> _reach = tensors.GroupBy(t => t.Storage.Key)
        .ToDictionary(g => g.Key, g => g.Max(t => (t.Last + 1) * ElementDecoder.Size(t.Storage.Code)));
    private readonly Dictionary<string, byte[]> _shared = [];

    /// <summary>Reads those tensors that are wanted, or leaves them in the file.</summary>
    public static void ReadAll(IPyTorchEntries entries, List<(string Name, PyTorchTensor Tensor)> tensors,
        FileContent content, ReadBudget budget)
    {
        tensors.RemoveAll(t => !content.Wants(t.Name, t.Tensor.Shape));
        var storages = new PyTorchStorages(entries, budget, tensors.Select(t => t.Tensor));
        foreach ((string name, PyTorchTensor tensor) in tensors)
            if (content.Streams(ElementDecoder.LongCount(tensor.Shape) * ElementDecoder.Parts(tensor.Storage.Code))
                && storages.Leave(tensor, name, Packing(tensor, name)) is { } left) content.Add(left);
            else content.Add(storages.Read(tensor, name, Packing(tensor, name)));

        NumberPacking? Packing(PyTorchTensor tensor, string name)
            => ElementDecoder.Parts(tensor.Storage.Code) == 1 && !tensor.IsNegated ? content.Packing(name) : null;
    }

    /// <summary>Leaves a tensor in the file; null where its storage is compressed, which PyTorch never does.</summary>
    /// <exception cref="FormatException">Storage and tensor do not fit together; the text names both.</exception>
    private RawArray? Leave(PyTorchTensor tensor, string name, NumberPacking? packing)
    {
        Require(tensor, name);
        if (entries.Place(tensor.Storage.Key) is not { } place) return null;
        int size = ElementDecoder.Size(tensor.Storage.Code);
        _uses[tensor.Storage.Key]--;
        return new RawArray(name, tensor.Shape, tensor.Storage.Code,
            place.Bytes, place.Offset + tensor.Offset * size,
            [.. tensor.Strides.Select(stride => stride * size)])
        {
            IsNegated = tensor.IsNegated,
            IsConjugated = tensor.IsConjugated,
            Packing = packing,
        };
    }

    /// <summary>Reads a tensor, once.</summary>
    /// <exception cref="FormatException">Storage and tensor do not fit together; the text names both.</exception>
    private NamedArray Read(PyTorchTensor tensor, string name, NumberPacking? packing)
    {
        (string code, string key) = (tensor.Storage.Code, tensor.Storage.Key);
        Require(tensor, name);
        int count = ElementDecoder.Count(tensor.Shape), parts = ElementDecoder.Parts(code);
        if (!budget.TryTake(sizeof(float) * (long)count * parts))
            throw new FormatException($"the tensors up to '{name}' take more memory than the file's size allows, or "
                + "repeat what it holds too often; "
                + "save contiguous copies instead of views, or read a trusted file with higher ReadLimits.");
        bool isAlone = --_uses[key] == 0 && !_shared.ContainsKey(key);
        bool isStraight = isAlone && tensor.IsContiguous && tensor.Offset == 0;
        float[] values = isStraight
            ? entries.Read(key, stream => ElementDecoder.Read(stream, code, count, budget.Certain, packing: packing))
            : new float[count * parts];
        if (!isStraight) Decode(Elements(Bytes(key), tensor, count));
        for (int i = 0; tensor.IsNegated && i < values.Length; i++) values[i] = -values[i];
        for (int i = 1; tensor.IsConjugated && parts == 2 && i < values.Length; i += 2) values[i] = -values[i];
        return NamedArray.Of(name, tensor.Shape, parts, values);

        void Decode(ReadOnlySpan<byte> elements)
        {
            if (packing is not null) packing.Unpack(code, elements, values);
            else ElementDecoder.Decode(code, elements, values);
        }
    }

    private void Require(PyTorchTensor tensor, string name)
    {
        long length = entries.Length(tensor.Storage.Key)
            ?? throw new FormatException($"the storage '{tensor.Storage.Key}' of the tensor '{name}' is missing.");
        RequireWithin(length / ElementDecoder.Size(tensor.Storage.Code), tensor, name);
    }

    private static void RequireWithin(long length, PyTorchTensor tensor, string name)
    {
        (int sizes, int strides) = (tensor.Shape.Length, tensor.Strides.Length);
        if (sizes != strides)
            throw new FormatException($"the tensor '{name}' has {sizes} sizes and {strides} strides.");
        string shape = string.Join(", ", tensor.Shape);
        if (tensor.Offset < 0 || tensor.Strides.Any(s => s < 0))
            throw new FormatException(
                $"the tensor '{name}' [{shape}] begins at {tensor.Offset} with the strides "
                + $"[{string.Join(", ", tensor.Strides)}]; none may be negative, so that nothing reaches beyond its "
                + "storage.");
        if (tensor.Last >= length)
            throw new FormatException(
                $"the tensor '{name}' [{shape}] reaches beyond its storage of {length} elements.");
    }

    private byte[] Bytes(string key)
    {
        if (!_shared.TryGetValue(key, out byte[]? bytes))
        {
            long length = (long)Int128.Min(_reach[key], entries.Length(key) ?? 0);
            budget.Take(length);
            bytes = entries.Read(key, stream => stream.ReadBytes(length, budget.Certain));
        }
        if (_uses[key] > 0) _shared[key] = bytes;
        else _shared.Remove(key);
        return bytes;
    }

    private ReadOnlySpan<byte> Elements(byte[] bytes, PyTorchTensor tensor, int count)
    {
        int size = ElementDecoder.Size(tensor.Storage.Code);
        return tensor.IsContiguous ? bytes.AsSpan((int)(tensor.Offset * size), count * size)
            : Gather(bytes, tensor, size, count);
    }

    private byte[] Gather(byte[] bytes, PyTorchTensor tensor, int size, int count)
    {
        budget.Take(count * (long)size);
        var packed = new byte[checked(count * size)];
        switch (size)
        {
            case 1: Gather<byte>(bytes, packed, tensor); break;
            case 2: Gather<ushort>(bytes, packed, tensor); break;
            case 4: Gather<uint>(bytes, packed, tensor); break;
            case 8: Gather<ulong>(bytes, packed, tensor); break;
            default: Gather<UInt128>(bytes, packed, tensor); break;
        }
        return packed;
    }

    // Only for tensors that are not contiguous, which therefore have an axis and elements.
    private static void Gather<T>(ReadOnlySpan<byte> bytes, Span<byte> packed, PyTorchTensor tensor)
        where T : unmanaged
        => StridedArray.Pack(MemoryMarshal.Cast<byte, T>(bytes), MemoryMarshal.Cast<byte, T>(packed), tensor.Shape,
            tensor.Strides, tensor.Offset);
}
