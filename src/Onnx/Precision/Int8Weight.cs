using System.Runtime.InteropServices;
using AttributeType = Microsoft.ML.NeuralOperators.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// A weight as whole numbers with a scale for every index of one axis: symmetric, so that 0 stays 0, with the largest
/// number of each index at the end of the range.
/// </summary>
internal static class Int8Weight
{
    /// <summary>The largest whole number of eight bits, its negative being the smallest that is used.</summary>
    public const int EightBits = sbyte.MaxValue;

    /// <summary>
    /// The weight scaled along the axis that loses least accuracy; null if it has numbers that are not finite.
    /// </summary>
    public static (TensorProto[] Stored, NodeProto[] Restore)? Of(TensorProto weight)
    {
        (int Axis, double Loss)[] axes = [.. Enumerable.Range(0, weight.Dims.Count)
            .Where(axis => weight.Dims[axis] > 1).Select(axis => (axis, Loss(weight, axis)))
            .Where(a => double.IsFinite(a.Item2)).OrderBy(a => a.Item2)];
        if (axes.Length == 0) return null;
        int axis = axes[0].Axis;
        TensorProto[] stored = Along(weight, axis, EightBits);
        // Scales broadcast against the weight.
        stored[1].Dims.Clear();
        for (int i = 0; i < weight.Dims.Count; i++) stored[1].Dims.Add(i == axis ? weight.Dims[i] : 1);
        string wide = weight.Name + ":wide";
        return (stored, [Float16Weight.Widen(stored[0].Name, wide), new NodeProto
        {
            OpType = "Mul",
            Name = $"{weight.Name}:scaled",
            Input = { wide, stored[1].Name },
            Output = { weight.Name },
        }]);
    }

    /// <summary>The weight scaled along an axis: its whole numbers and its scales.</summary>
    /// <param name="weight">A tensor of single precision.</param>
    /// <param name="axis">The axis whose indices have a scale each.</param>
    /// <param name="most">The largest whole number.</param>
    public static TensorProto[] Along(TensorProto weight, int axis, int most)
    {
        ReadOnlySpan<float> values = StoredWeight.Numbers(weight);
        float[] scales = Scales(weight, axis, most);
        int inner = Inner(weight, axis);
        var bytes = new sbyte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (sbyte)MathF.Round(values[i] / scales[i / inner % scales.Length]);
        return
        [
            new TensorProto
            {
                Name = weight.Name + StoredWeight.Byte,
                DataType = GraphBuilder.Int8,
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<sbyte>(bytes)),
                Dims = { weight.Dims },
            },
            new TensorProto
            {
                Name = weight.Name + StoredWeight.Scale,
                DataType = GraphBuilder.Float,
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(scales)),
                Dims = { scales.Length },
            },
        ];
    }

    /// <summary>The node that converts whole numbers to single precision in a product of eight bits.</summary>
    /// <param name="stored">
    /// Whole numbers, scales and zero points, which ONNX Runtime requires to fuse the product into one kernel.
    /// </param>
    /// <param name="result">The result's name.</param>
    /// <param name="axis">The axis of the scales.</param>
    public static NodeProto Dequantize(TensorProto[] stored, string result, int axis) => new()
    {
        OpType = "DequantizeLinear",
        Name = $"{result}:widen",
        Input = { stored.Select(t => t.Name) },
        Output = { result },
        Attribute = { new AttributeProto { Name = "axis", I = axis, Type = AttributeType.Int } },
    };

    /// <summary>The numbers that the nodes give.</summary>
    /// <param name="stored">The whole numbers.</param>
    /// <param name="scale">The scales.</param>
    /// <param name="restore">The node that reads the scales.</param>
    public static float[] Read(TensorProto stored, TensorProto scale, NodeProto restore)
    {
        ReadOnlySpan<byte> data = stored.RawData.Span;
        int[] whole = stored.DataType == GraphBuilder.Int8
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(data).ToArray(), b => (int)b)
            : MemoryMarshal.Cast<byte, int>(data).ToArray();
        ReadOnlySpan<float> scales = StoredWeight.Numbers(scale);
        int inner = Inner(stored, AxisOf(stored, scale, restore));
        var values = new float[whole.Length];
        for (int i = 0; i < values.Length; i++) values[i] = whole[i] * scales[i / inner % scales.Length];
        return values;
    }

    private static int AxisOf(TensorProto stored, TensorProto scale, NodeProto restore)
    {
        if (restore.OpType == "Mul") return Math.Max(0, scale.Dims.ToList().FindIndex(d => d > 1));
        int axis = (int)restore.Attribute.Single(a => a.Name == "axis").I;
        // The axis of a transposed weight counts after the transposition.
        return restore.Input[0] == stored.Name ? axis : 1 - axis;
    }

    private static float[] Scales(TensorProto weight, int axis, int most)
    {
        ReadOnlySpan<float> values = StoredWeight.Numbers(weight);
        var scales = new float[weight.Dims[axis]];
        int inner = Inner(weight, axis);
        for (int i = 0; i < values.Length; i++)
        {
            ref float largest = ref scales[i / inner % scales.Length];
            largest = MathF.Max(largest, MathF.Abs(values[i]));
        }
        // Subnormal scales would lose digits themselves. A channel of zeros may still have a bias in its scale.
        for (int c = 0; c < scales.Length; c++)
            scales[c] = float.IsNormal(scales[c] / most) ? scales[c] / most : scales[c] > 0 ? scales[c] : 1f / most;
        return scales;
    }

    // The sum of squared errors.
    private static double Loss(TensorProto weight, int axis)
    {
        ReadOnlySpan<float> values = StoredWeight.Numbers(weight);
        float[] scales = Scales(weight, axis, EightBits);
        int inner = Inner(weight, axis);
        double loss = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float scale = scales[i / inner % scales.Length];
            double error = values[i] - scale * MathF.Round(values[i] / scale);
            loss += error * error;
        }
        return loss;
    }

    private static int Inner(TensorProto weight, int axis)
        => (int)weight.Dims.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
}
