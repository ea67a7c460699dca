using System.Collections;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor in row-major order, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly long[] shape, strides;
    private readonly bool contiguous;
    private readonly T* data;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        data = (T*)tensor.DataPointer();
        (shape, strides, contiguous) = (tensor.shape, tensor.stride(), tensor.is_contiguous());
        Count = tensor.numel();
    }

    public long Count { get; }
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => *Element(indices);
        set => *Element(indices) = value;
    }

    private T* Element(long[] indices)
    {
        if (indices.Length == 1 && shape.Length != 1)
        {
            if (indices[0] < 0 || indices[0] >= Count) throw new IndexOutOfRangeException();
            return data + Offset(indices[0]);
        }
        if (indices.Length != shape.Length) throw new ArgumentException($"{indices.Length} indices for {shape.Length} dimensions.");
        long offset = 0;
        for (int k = 0; k < indices.Length; k++)
        {
            if (indices[k] < 0 || indices[k] >= shape[k]) throw new IndexOutOfRangeException();
            offset += indices[k] * strides[k];
        }
        GC.KeepAlive(tensor);
        return data + offset;
    }

    /// <summary>Where in memory the n-th element is.</summary>
    private long Offset(long n)
    {
        if (contiguous) return n;
        long offset = 0;
        for (int k = shape.Length - 1; k >= 0; k--)
        {
            offset += n % shape[k] * strides[k];
            n /= shape[k];
        }
        return offset;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public Array ToNDArray()
    {
        if (shape.Length <= 1) return ToArray();
        Array result = Array.CreateInstance(typeof(T), shape);
        T[] flat = ToArray();
        var bytes = MemoryMarshal.AsBytes(flat.AsSpan());
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(result), bytes.Length));
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        long count = Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        if (contiguous)
            new ReadOnlySpan<T>(data + tensorIndex, checked((int)count)).CopyTo(array.AsSpan(arrayIndex));
        else
            for (long k = 0; k < count; k++) array[arrayIndex + k] = data[Offset(tensorIndex + k)];
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        long count = Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        if (contiguous)
            array.AsSpan(arrayIndex, checked((int)count)).CopyTo(new Span<T>(data + tensorIndex, (int)count));
        else
            for (long k = 0; k < count; k++) data[Offset(tensorIndex + k)] = array[arrayIndex + k];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long k = 0; k < Count; k++) yield return Read(k);
        GC.KeepAlive(tensor);
    }

    private T Read(long n) => data[Offset(n)];

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The tensor itself stays: this only looked at it.</summary>
    public void Dispose() { }

    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.Count == right.Count && left.SequenceEqual(right));

    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;
    public override int GetHashCode() => Count.GetHashCode();
}
