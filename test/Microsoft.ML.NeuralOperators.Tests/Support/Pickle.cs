using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Python pickles written instruction by instruction.</summary>
internal sealed class Pickle
{
    private readonly List<byte> _code = [0x80, 2];

    public byte[] Stop() => [.. _code, (byte)'.'];

    /// <summary>Instructions without operands, by their letters.</summary>
    public Pickle Do(string instructions) => Raw(Encoding.Latin1.GetBytes(instructions));

    public Pickle Raw(params byte[] code)
    {
        _code.AddRange(code);
        return this;
    }

    public Pickle Global(string module, string name) => Do($"c{module}\n{name}\n");

    public Pickle Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Raw([(byte)'X', .. BitConverter.GetBytes(bytes.Length), .. bytes]);
    }

    public Pickle Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw([0x8a, 8, .. bytes]);
    }

    /// <summary>A tensor of single precision over the storage "0".</summary>
    public Pickle Tensor(long offset, long[] shape, long[] strides, string storage = "FloatStorage", string key = "0",
        long? view = null)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Do("(");
        Do("(").Text("storage").Global("torch", storage).Text(key).Text("cpu").Number(4);
        // Files from before version 1.6 say whether the storage is a part of the one of that key.
        if (view is { } begin) Do("(").Text("view").Number(begin).Number(4).Do("t");
        Do("tQ");
        Number(offset).Numbers(shape).Numbers(strides);
        return Raw(0x89).Global("collections", "OrderedDict").Do(")RtR");
    }

    private Pickle Numbers(long[] numbers)
    {
        Do("(");
        foreach (long number in numbers) Number(number);
        return Do("t");
    }
}
