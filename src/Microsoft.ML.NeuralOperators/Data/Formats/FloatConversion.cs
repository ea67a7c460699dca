using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Other floating-point numbers as single precision, a vector at a time.</summary>
internal static class FloatConversion
{
    // The smallest double that rounds to infinity: half a step above the largest number of single precision.
    private const double Overflow = 3.4028235677973366e38;

    /// <summary>Rounds to the nearest. Infinities and NaN stay.</summary>
    /// <returns>Whether all numbers are within the range of single precision; others become infinite.</returns>
    public static bool FromDouble(ReadOnlySpan<double> source, Span<float> target)
    {
        int i = 0, width = Vector<double>.Count;
        Vector<double> overflow = new(Overflow), infinity = new(double.PositiveInfinity);
        Vector<long> tooLarge = Vector<long>.Zero;
        for (; i <= source.Length - 2 * width; i += 2 * width)
        {
            Vector<double> low = new(source[i..]), high = new(source[(i + width)..]);
            Vector.Narrow(low, high).CopyTo(target[i..]);
            tooLarge |= IsBetween(Vector.Abs(low)) | IsBetween(Vector.Abs(high));
        }
        bool isTooLarge = tooLarge != Vector<long>.Zero;
        for (; i < source.Length; i++)
        {
            target[i] = (float)source[i];
            isTooLarge |= Math.Abs(source[i]) is >= Overflow and < double.PositiveInfinity;
        }
        return !isTooLarge;

        Vector<long> IsBetween(Vector<double> size)
            => Vector.GreaterThanOrEqual(size, overflow) & Vector.LessThan(size, infinity);
    }

    /// <summary>Half precision (IEEE 754), by its bits.</summary>
    public static void FromHalf(ReadOnlySpan<ushort> source, Span<float> target)
        => Widen(source, target, FromHalf, bits => (float)BitConverter.UInt16BitsToHalf(bits));

    /// <summary>Upper halves of numbers in single precision.</summary>
    public static void FromBFloat16(ReadOnlySpan<ushort> source, Span<float> target)
        => Widen(source, target, bits => Vector.AsVectorSingle(bits << 16),
            bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> target,
        Func<Vector<uint>, Vector<float>> convert, Func<ushort, float> convertOne)
    {
        int i = 0, width = Vector<ushort>.Count;
        for (; i <= source.Length - width; i += width)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out Vector<uint> low, out Vector<uint> high);
            convert(low).CopyTo(target[i..]);
            convert(high).CopyTo(target[(i + width / 2)..]);
        }
        for (; i < source.Length; i++) target[i] = convertOne(source[i]);
    }

    // Exponent and mantissa move to their new places, and a product corrects the exponent's offset, which also
    // normalises subnormal numbers. Infinities and NaN keep an exponent of ones.
    private static Vector<float> FromHalf(Vector<uint> half)
    {
        Vector<uint> sign = (half & new Vector<uint>(0x8000)) << 16;
        Vector<uint> magnitude = (half & new Vector<uint>(0x7FFF)) << 13;
        Vector<uint> isSpecial = Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(0x7C00 << 13));
        Vector<float> scaled = Vector.AsVectorSingle(magnitude) * new Vector<float>(MathF.ScaleB(1, 112));
        return Vector.AsVectorSingle(Vector.AsVectorUInt32(scaled) | isSpecial & new Vector<uint>(0x7F800000) | sign);
    }
}
