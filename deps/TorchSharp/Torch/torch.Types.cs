namespace TorchSharp;

// Names of element types, and questions about them.
public static partial class torch
{
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType complex64 = ScalarType.ComplexFloat32;
    public static ScalarType complex128 = ScalarType.ComplexFloat64;
    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType @short = ScalarType.Int16;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType @long = ScalarType.Int64;
    public static ScalarType half = ScalarType.Float16;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType @double = ScalarType.Float64;
    public static ScalarType cfloat = ScalarType.ComplexFloat32;
    public static ScalarType cdouble = ScalarType.ComplexFloat64;

    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    public static bool is_integral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64;

    public static bool is_floating_point(Tensor input) => input.is_floating_point();
    public static bool is_complex(Tensor input) => input.is_complex();
    public static bool is_integral(Tensor t) => t.is_integral();
    public static bool is_nonzero(Tensor input) => input.is_nonzero();
    public static bool is_conj(Tensor input) => input.is_conj();
    public static bool is_tensor(object obj) => obj is Tensor;
    public static long numel(Tensor input) => input.numel();

    public static ScalarType promote_types(ScalarType type1, ScalarType type2)
    {
        using Tensor a = zeros([1], type1).DetachFromDisposeScope(), b = zeros([1], type2).DetachFromDisposeScope();
        return result_type(a, b);
    }

    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)Aten.result_type_Tensor.CallValue(tensor1, tensor2).Int;

    public static bool can_cast(ScalarType from, ScalarType to) => Aten.can_cast.CallBool(from, to);

    /// <summary>The limits of a floating-point type.</summary>
    public struct FInfo
    {
        public int bits;
        public double eps, max, min, tiny;
    }

    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 or ScalarType.ComplexFloat64 =>
            new FInfo { bits = 64, eps = double.BitIncrement(1) - 1, max = double.MaxValue, min = double.MinValue, tiny = 2.2250738585072014e-308 },
        ScalarType.Float32 or ScalarType.ComplexFloat32 =>
            new FInfo { bits = 32, eps = float.BitIncrement(1) - 1, max = float.MaxValue, min = float.MinValue, tiny = 1.1754943508222875e-38 },
        ScalarType.Float16 => new FInfo { bits = 16, eps = 0.0009765625, max = 65504, min = -65504, tiny = 6.103515625e-05 },
        ScalarType.BFloat16 => new FInfo { bits = 16, eps = 0.0078125, max = 3.3895313892515355e38, min = -3.3895313892515355e38, tiny = 1.1754943508222875e-38 },
        _ => throw new ArgumentException($"'dtype' must be floating point or complex, not {dtype}."),
    };
}
