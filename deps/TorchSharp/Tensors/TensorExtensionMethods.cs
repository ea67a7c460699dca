using System.Numerics;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>Reading a tensor of one element as a number, and other conveniences.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();
    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();
    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();
    public static (float Real, float Imaginary) ToComplexFloat32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();
    public static (float Real, float Imaginary) ToComplex32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();
    public static Complex ToComplexFloat64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();
    public static Complex ToComplex64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();

    /// <summary>How many elements a shape has.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, d) => product * d);

    public static ReadOnlySpan<int> IntShape(this torch.Tensor tensor) => Array.ConvertAll(tensor.shape, d => (int)d);

    /// <summary>Shape, type and device.</summary>
    public static string metastr(this torch.Tensor tensor) =>
        $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        using torch.Tensor flat = torch.from_array(rawArray).DetachFromDisposeScope();
        torch.Tensor shaped = flat.reshape(dimensions);
        return requires_grad ? shaped.requires_grad_() : shaped;
    }

    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : struct
    {
        using torch.Tensor one = torch.from_array(new[] { scalar }, null, device).DetachFromDisposeScope();
        torch.Tensor shaped = one.reshape([]);
        return requires_grad ? shaped.requires_grad_() : shaped;
    }

    // Streams: type, number of dimensions and dimensions as variable-length integers, then the elements.

    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor here = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt64((long)here.dtype);
        writer.Write7BitEncodedInt64(here.dim());
        foreach (long d in here.shape) writer.Write7BitEncodedInt64(d);
        writer.Write(here.bytes);
    }

    /// <summary>Reads the elements into a tensor of the same type and shape, or past them.</summary>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using torch.Tensor read = Read(reader);
        if (skip) return;
        if (read.dtype != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: the tensor is {tensor.dtype}, the stream has {read.dtype}.");
        if (!read.shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: the tensor is [{string.Join(", ", tensor.shape)}], the stream has [{string.Join(", ", read.shape)}].");
        using (torch.no_grad()) tensor.copy_(read);
    }

    /// <summary>Reads a tensor, a new one where there is none yet.</summary>
    public static void Load(ref torch.Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null)
        {
            tensor.Load(reader, skip);
            return;
        }
        torch.Tensor read = Read(reader);
        if (skip) read.Dispose();
        else tensor = read;
    }

    private static torch.Tensor Read(BinaryReader reader)
    {
        var type = (torch.ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[reader.Read7BitEncodedInt64()];
        for (int k = 0; k < shape.Length; k++) shape[k] = reader.Read7BitEncodedInt64();
        torch.Tensor tensor = torch.empty(shape, type);
        try
        {
            reader.BaseStream.ReadExactly(tensor.bytes);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
        return tensor;
    }
}
