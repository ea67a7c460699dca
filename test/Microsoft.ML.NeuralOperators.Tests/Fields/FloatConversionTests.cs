using Microsoft.ML.NeuralOperators.Data.Formats;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>Vectors of numbers become what each number becomes by itself.</summary>
public class FloatConversionTests
{
    private static readonly ushort[] Every16Bits = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];

    [Fact]
    public void Every_number_in_half_precision_keeps_its_value()
    {
        var values = new float[1 << 16];
        FloatConversion.FromHalf(Every16Bits, values);
        Same(Every16Bits.Select(bits => (float)BitConverter.UInt16BitsToHalf(bits)), values);
    }

    [Fact]
    public void Every_number_of_bfloat16_keeps_its_value()
    {
        var values = new float[1 << 16];
        FloatConversion.FromBFloat16(Every16Bits, values);
        Same(Every16Bits.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)), values);
    }

    [Fact]
    public void Double_precision_is_rounded_to_the_nearest()
    {
        var random = new Random(1);
        double[] doubles =
        [
            .. Enumerable.Range(0, 10_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())),
            .. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble() - 0.5),
            1e-40, -1e-46, 3.5e38, -0.0, double.NaN, double.NegativeInfinity,
        ];
        var values = new float[doubles.Length];
        FloatConversion.FromDouble(doubles, values);
        Same(doubles.Select(x => (float)x), values);
    }

    /// <summary>What is left over where a length is no whole number of vectors.</summary>
    [Fact]
    public void Every_length_is_converted_whole()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] numbers = [.. Enumerable.Range(1, length).Select(i => (float)i)];
            float[] half = new float[length], upper = new float[length], narrow = new float[length];
            FloatConversion.FromHalf([.. numbers.Select(x => BitConverter.HalfToUInt16Bits((Half)x))], half);
            FloatConversion.FromBFloat16([.. numbers.Select(x => (ushort)(Bits(x) >> 16))], upper);
            FloatConversion.FromDouble([.. numbers.Select(x => (double)x)], narrow);
            Assert.Equal(numbers, half);
            Assert.Equal(numbers, upper);
            Assert.Equal(numbers, narrow);
        }
    }

    // To the bit, but for the payload of NaN.
    private static void Same(IEnumerable<float> expected, float[] actual)
        => Assert.Equal(expected.Select(Bits), actual.Select(Bits));

    private static uint Bits(float x) => float.IsNaN(x) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(x);
}
