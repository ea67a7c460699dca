using System.Buffers.Binary;
using Microsoft.ML.NeuralOperators.Reports;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class QuantizedFieldTests
{
    [Fact]
    public void Numbers_come_back_within_half_a_step()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 500).Select(_ => (float)(1e-3 * (random.NextDouble() - 0.3)))];
        QuantizedField field = QuantizedField.Of(values);
        double[] back = Read(field);
        Assert.Equal((values.Max() - values.Min()) / 65534, field.Step, 1e-12);
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], back[i], field.Step * 0.501);
        Assert.Equal(values.Min(), back.Min());
    }

    [Fact]
    public void Missing_numbers_stay_missing()
        => Assert.Equal([double.NaN, -1, 5, double.NaN],
            Read(QuantizedField.Of([float.NaN, -1, 5, float.NegativeInfinity])).Select(v => Math.Round(v, 9)));

    [Fact]
    public void Constant_fields_and_those_without_numbers_have_no_step()
    {
        Assert.Equal([7.0, 7], Read(QuantizedField.Of([7, 7])));
        Assert.Equal([double.NaN], Read(QuantizedField.Of([float.NaN])));
    }

    // As the page's script does.
    private static double[] Read(QuantizedField field)
    {
        byte[] bytes = Convert.FromBase64String(field.Data);
        return [.. Enumerable.Range(0, bytes.Length / 2)
            .Select(i => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i)))
            .Select(code => code == QuantizedField.Missing ? double.NaN : field.Low + code * field.Step)];
    }
}
