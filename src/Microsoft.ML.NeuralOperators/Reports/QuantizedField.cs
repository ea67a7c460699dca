using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Numbers in 16 bits each, as steps over their range: enough to say three digits of them.</summary>
/// <param name="Low">The smallest finite number.</param>
/// <param name="Step">The difference of two numbers one code apart.</param>
/// <param name="Data">Codes, little-endian, in base64; <see cref="Missing"/> where there is no number.</param>
internal sealed record QuantizedField(double Low, double Step, string Data)
{
    /// <summary>The code of NaN and infinities.</summary>
    public const ushort Missing = ushort.MaxValue;

    public static QuantizedField Of(IReadOnlyList<float> values)
    {
        (double low, double high) = FieldImage.RangeOf(values);
        if (double.IsNaN(low)) (low, high) = (0, 0);
        double step = (high - low) / (Missing - 1);
        var bytes = new byte[2 * values.Count];
        for (int i = 0; i < values.Count; i++)
        {
            ushort code = !float.IsFinite(values[i]) ? Missing
                : step > 0 ? (ushort)Math.Round((values[i] - low) / step) : (ushort)0;
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), code);
        }
        return new QuantizedField(low, step, Convert.ToBase64String(bytes));
    }
}
