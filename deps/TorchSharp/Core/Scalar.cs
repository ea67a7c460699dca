using System.Numerics;

namespace TorchSharp;

/// <summary>A number of any type, as operators take it.</summary>
public sealed class Scalar : IDisposable
{
    internal Tag Kind { get; }
    internal long Integer { get; }
    internal double Real { get; }
    internal double Imaginary { get; }

    /// <summary>The element type it was made from.</summary>
    public torch.ScalarType Type { get; }

    internal Scalar(long value, torch.ScalarType type)
    {
        (Kind, Integer, Real, Type) = (type == torch.ScalarType.Bool ? Tag.Bool : Tag.Int, value, value, type);
    }

    internal Scalar(double value, torch.ScalarType type) => (Kind, Integer, Real, Type) = (Tag.Double, Truncated(value), value, type);

    internal Scalar(Complex value, torch.ScalarType type)
    {
        (Kind, Integer, Real, Imaginary, Type) = (Tag.Complex, Truncated(value.Real), value.Real, value.Imaginary, type);
    }

    private static long Truncated(double value) => unchecked((long)value);

    public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int8);
    public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int16);
    public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int32);
    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(float value) => new((double)value, torch.ScalarType.Float32);
    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, torch.ScalarType.Bool);
    public static implicit operator Scalar((float, float) value) => new(new Complex(value.Item1, value.Item2), torch.ScalarType.ComplexFloat32);
    public static implicit operator Scalar(Complex value) => new(value, torch.ScalarType.ComplexFloat64);

    /// <summary>Holds nothing native; there for API compatibility.</summary>
    public void Dispose() { }

    public override string ToString() => Kind switch
    {
        Tag.Bool => Integer != 0 ? "true" : "false",
        Tag.Int => Integer.ToString(),
        Tag.Double => Real.ToString(),
        _ => new Complex(Real, Imaginary).ToString(),
    };
}

/// <summary>Conversions between scalars and numbers.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => new((double)value, torch.ScalarType.BFloat16);

    public static float ToSingle(this Scalar value) => (float)value.Real;
    public static double ToDouble(this Scalar value) => value.Real;
    public static sbyte ToSByte(this Scalar value) => unchecked((sbyte)value.Integer);
    public static byte ToByte(this Scalar value) => unchecked((byte)value.Integer);
    public static short ToInt16(this Scalar value) => unchecked((short)value.Integer);
    public static int ToInt32(this Scalar value) => unchecked((int)value.Integer);
    public static long ToInt64(this Scalar value) => value.Integer;
    public static bool ToBoolean(this Scalar value) => value.Real != 0 || value.Imaginary != 0;
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.Real, (float)value.Imaginary);
    public static Complex ToComplexFloat64(this Scalar value) => new(value.Real, value.Imaginary);
}
