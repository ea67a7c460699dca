using System.Runtime.InteropServices;

namespace TorchSharp;

// Ranges, random integers, matrices and tensors from arrays whose type is known at run time only.
public static unsafe partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Sized.Finish(Aten.arange_start_step.Call(start, stop, step, dtype ?? RangeType(start, stop, step), Arg.None, device ?? CPU), requires_grad, null);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    private static ScalarType RangeType(params ReadOnlySpan<Scalar> bounds)
    {
        foreach (Scalar bound in bounds)
            if (bound.Kind == Tag.Double) return DefaultType;
        return ScalarType.Int64;
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Sized.Finish(Aten.linspace.Call(start, end, steps, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, null);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Sized.Finish(Aten.logspace.Call(start, end, steps, @base, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, null);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Sized.Finish(Aten.eye_m.Call(rows, columns < 0 ? rows : columns, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Sized.Finish(Aten.empty_strided.Call(size, strides, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, names);

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.tril_indices.Call(row, col, offset, dtype, Arg.None, device ?? CPU);

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.triu_indices.Call(row, col, offset, dtype, Arg.None, device ?? CPU);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Sized.Finish(Aten.randint_low_generator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, device ?? CPU), requires_grad, names);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, Array.ConvertAll(size, d => (long)d), dtype, device, requires_grad, generator, names);

    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, Array.ConvertAll(size, d => (long)d), dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Sized.Finish(Aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, device ?? CPU), requires_grad, null);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Sized.Finish(Sized.Empty(size.ToArray(), dtype, device, false).normal_(mean, std, generator), requires_grad, names);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Sized.Finish(Aten.hann_window_periodic.Call(len, periodic, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, null);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Sized.Finish(Aten.blackman_window_periodic.Call(len, periodic, dtype ?? DefaultType, Arg.None, device ?? CPU), requires_grad, null);

    // Arrays ----------------------------------------------------------------------------------------------------------

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Type type = rawArray.GetType().GetElementType()!;
        return type == typeof(float) ? Made.From<float>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(double) ? Made.From<double>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(long) ? Made.From<long>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(int) ? Made.From<int>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(short) ? Made.From<short>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(sbyte) ? Made.From<sbyte>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(byte) ? Made.From<byte>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(bool) ? Made.From<bool>(rawArray, dtype, device, requires_grad, names)
            : type == typeof((float, float)) ? Made.From<(float, float)>(rawArray, dtype, device, requires_grad, names)
            : type == typeof(System.Numerics.Complex) ? Made.From<System.Numerics.Complex>(rawArray, dtype, device, requires_grad, names)
            : throw new NotSupportedException($"There are no tensors of {type.Name}.");
    }

    /// <summary>The elements of an array from an offset on (both counted in elements), as a one-dimensional tensor.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        using Tensor all = from_array(rawArray).DetachFromDisposeScope();
        using Tensor flat = all.flatten().DetachFromDisposeScope();
        long length = count < 0 ? flat.numel() - offset : count;
        using Tensor part = flat.narrow(0, offset, length).DetachFromDisposeScope();
        return Sized.Finish(Aten._to_copy.Call(part, dtype), requires_grad, null);
    }
}
