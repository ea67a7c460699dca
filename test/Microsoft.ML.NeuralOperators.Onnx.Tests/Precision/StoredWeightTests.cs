using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Precision;

/// <summary>Weights in fewer bits, one tensor at a time.</summary>
public class StoredWeightTests
{
    [Fact]
    public void Eight_bits_are_off_by_half_a_step_of_their_channel_at_most()
    {
        float[] values = Numbers(6 * 5 * 4);
        GraphProto graph = Graph("operator.w", values, 6, 5, 4);
        Assert.Equal(1, StoredWeight.Replace(graph, Int8Weight.Of));
        (string name, float[] read) = Assert.Single(StoredWeight.Read(graph));
        Assert.Equal("operator.w", name);
        float step = values.Max(MathF.Abs) / 127;
        Assert.All(values.Zip(read), pair => Assert.InRange(MathF.Abs(pair.First - pair.Second), 0, step / 2 * 1.001f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Channels_are_those_of_the_axis_whose_numbers_differ_in_size(int axis)
    {
        int[] sizes = [4, 5, 6];
        float[] values = Numbers(120);
        // Each index of the axis is ten times as large as the one before.
        for (int i = 0; i < values.Length; i++)
        {
            int[] at = [i / 30, i / 6 % 5, i % 6];
            values[i] *= MathF.Pow(10, at[axis]);
        }
        GraphProto graph = Graph("operator.w", values, [.. sizes.Select(s => (long)s)]);
        StoredWeight.Replace(graph, Int8Weight.Of);
        Assert.Equal(sizes.Select((size, i) => i == axis ? (long)size : 1),
            graph.Initializer.Single(t => t.Name == "operator.w:scale").Dims);
        float[] read = StoredWeight.Read(graph).Single().Values;
        for (int i = 0; i < values.Length; i++)
        {
            int[] at = [i / 30, i / 6 % 5, i % 6];
            Assert.InRange(MathF.Abs(values[i] - read[i]), 0, MathF.Pow(10, at[axis]) / 127);
        }
    }

    [Fact]
    public void A_channel_of_zeros_stays_zero()
    {
        GraphProto graph = Graph("operator.w", [0, 0, 0, 1, -2, 3], 2, 3);
        TensorProto[] stored = Int8Weight.Along(graph.Initializer[0], 0, Int8Weight.EightBits);
        float[] read = Int8Weight.Read(stored[0], stored[1], Int8Weight.Dequantize(stored, "operator.w", 0));
        Assert.Equal([0, 0, 0], read[..3]);
        Assert.Equal(3, read[5]);
    }

    [Fact]
    public void Half_precision_keeps_eleven_bits_and_leaves_what_is_beyond_it()
    {
        float[] values = Numbers(64);
        GraphProto graph = Graph("operator.w", values, 8, 8);
        Assert.Equal(1, StoredWeight.Replace(graph, Float16Weight.Of));
        float[] read = StoredWeight.Read(graph).Single().Values;
        Assert.All(values.Zip(read),
            pair => Assert.InRange(MathF.Abs(pair.First - pair.Second), 0, MathF.Abs(pair.First) / 2048 + 1e-7f));
        GraphProto large = Graph("operator.w", [1e6f, 1, 1, 1], 2, 2);
        Assert.Equal(0, StoredWeight.Replace(large, Float16Weight.Of));
        Assert.Equal([1e6f, 1, 1, 1], StoredWeight.Read(large).Single().Values);
    }

    [Theory]
    [InlineData("normalize.input.mean", 2, 2)]
    [InlineData("constant_4", 2, 2)]
    [InlineData("operator_0/constant_4", 2, 2)]
    [InlineData("operator.bias", 4, 1)]
    public void Statistics_constants_and_biases_stay(string name, long rows, long columns)
    {
        Assert.False(StoredWeight.IsLarge(Tensor(name, Numbers(4), rows, columns)));
        Assert.True(StoredWeight.IsLarge(Tensor("operator_0/operator.w", Numbers(4), 2, 2)));
    }

    private static float[] Numbers(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    private static GraphProto Graph(string name, float[] values, params long[] dims)
        => new() { Initializer = { Tensor(name, values, dims) } };

    private static TensorProto Tensor(string name, float[] values, params long[] dims) => new()
    {
        Name = name,
        DataType = GraphBuilder.Float,
        Dims = { dims },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)),
    };
}
