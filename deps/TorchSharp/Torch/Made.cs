using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Makes tensors of managed data, which is always copied.</summary>
    private static class Made
    {
        internal static Tensor From<T>(ReadOnlySpan<T> data, long[] shape, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
            where T : unmanaged
        {
            Unnamed(names);
            long expected = 1;
            foreach (long d in shape) expected *= d;
            if (expected != data.Length)
                throw new ArgumentException($"mismatched total size creating a tensor from an array: {data.Length} elements for the shape [{string.Join(", ", shape)}].");
            fixed (T* first = data) return Copied(first, shape, TypeOf(typeof(T))!.Value, dtype, device, requires_grad);
        }

        internal static Tensor From<T>(T[] data, long[] shape, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
            where T : unmanaged => From((ReadOnlySpan<T>)data, shape, dtype, device, requires_grad, names);

        /// <summary>From an array of any rank.</summary>
        internal static Tensor From<T>(Array data, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) where T : unmanaged
        {
            long[] shape = Enumerable.Range(0, data.Rank).Select(data.GetLongLength).ToArray();
            ReadOnlySpan<T> flat = data.Length == 0 ? []
                : MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data)), data.Length);
            return From(flat, shape, dtype, device, requires_grad, names);
        }

        internal static Tensor Scalar<T>(T value, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
            Copied(&value, [], TypeOf(typeof(T))!.Value, dtype, device, requires_grad);

        internal static T[] Flat<T>(IList<T> list) => list as T[] ?? list.ToArray();

        private static Tensor Copied(void* data, long[] shape, ScalarType type, ScalarType? wanted, Device? device, bool requires_grad)
        {
            nint handle;
            fixed (long* sizes = shape)
                Failure.Check(NativeMethods.ts_tensor_copy_of(data, sizes, shape.Length, (int)type, &handle), "torch.tensor");
            var made = new Tensor(handle);
            Tensor moved = made.to_(wanted, device);
            if (!ReferenceEquals(moved, made)) made.Dispose();
            return requires_grad ? moved.requires_grad_() : moved;
        }
    }

    /// <summary>Makes tensors of a given shape.</summary>
    private static class Sized
    {
        internal static Tensor Zeros(long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) =>
            Finish(Aten.zeros.Call(size, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

        internal static Tensor Ones(long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) =>
            Finish(Aten.ones.Call(size, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

        internal static Tensor Empty(long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) =>
            Finish(Aten.empty_memory_format.Call(size, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

        internal static Tensor Full(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) =>
            Finish(Aten.full.Call(size, value, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

        internal static Tensor Rand(long[] size, Generator? generator, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) =>
            Finish(Aten.rand_generator.Call(size, generator, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

        internal static Tensor Randn(long[] size, Generator? generator, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) =>
            Finish(Aten.randn_generator.Call(size, generator, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

        internal static Tensor Finish(Tensor made, bool requires_grad, string[]? names)
        {
            Unnamed(names);
            return requires_grad ? made.requires_grad_() : made;
        }
    }

    private static ScalarType defaultType = ScalarType.Float32;

    /// <summary>The element type where none is named.</summary>
    private static ScalarType DefaultType => defaultType;

    public static ScalarType get_default_dtype() => defaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype)) throw new ArgumentException($"Only floating-point types are supported as the default type, not {dtype}.");
        defaultType = dtype;
    }

    private static void Unnamed(string[]? names)
    {
        if (names is { Length: > 0 }) throw new NotSupportedException("Dimensions cannot be named here.");
    }
}
