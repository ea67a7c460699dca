using System.Runtime.InteropServices;
using AttributeType = Microsoft.ML.NeuralOperators.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// A weight of whole numbers and a scale for every index of one axis: symmetric, so that 0 stays 0, and with the
/// largest number of each index at the end of the range.
/// </summary>
internal static class Int8Weight
{
    /// <summary>The largest whole number of eight bits, its negative being the smallest that is used.</summary>
    public const int EightBits = sbyte.MaxValue;

    /// <summary>The weight along the axis that loses least; null for one with numbers that are not finite.</summary>
    public static (TensorProto[] Stored, NodeProto Restore)? Of(TensorProto weight)
        => Enumerable.Range(0, weight.Dims.Count).Where(axis => weight.Dims[axis] > 1)
            .Select(axis => (Axis: axis, Loss: Loss(weight, axis))).Where(a => double.IsFinite(a.Loss))
            .OrderBy(a => a.Loss).Select(a => ((TensorProto[], NodeProto)?)Along(weight, a.Axis, EightBits))
            .FirstOrDefault();

    /// <summary>The weight along an axis.</summary>
    /// <param name="weight">A tensor of single precision.</param>
    /// <param name="axis">The axis whose indices have a scale each.</param>
    /// <param name="most">The largest whole number.</param>
    public static (TensorProto[] Stored, NodeProto Restore) Along(TensorProto weight, int axis, int most)
    {
        ReadOnlySpan<float> values = StoredWeight.Numbers(weight);
        float[] scales = Scales(weight, axis, most);
        int inner = Inner(weight, axis);
        var bytes = new sbyte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (sbyte)MathF.Round(values[i] / scales[i / inner % scales.Length]);
        var stored = new TensorProto
        {
            Name = weight.Name + StoredWeight.Byte,
            DataType = GraphBuilder.Int8,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<sbyte>(bytes)),
            Dims = { weight.Dims },
        };
        var scale = new TensorProto
        {
            Name = weight.Name + StoredWeight.Scale,
            DataType = GraphBuilder.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(scales)),
            Dims = { scales.Length },
        };
        return ([stored, scale], new NodeProto
        {
            OpType = "DequantizeLinear",
            Name = $"{weight.Name}:widen",
            Input = { stored.Name, scale.Name },
            Output = { weight.Name },
            Attribute = { new AttributeProto { Name = "axis", I = axis, Type = AttributeType.Int } },
        });
    }

    /// <summary>The axis of a node's scales.</summary>
    public static int AxisOf(NodeProto node) => (int)node.Attribute.Single(a => a.Name == "axis").I;

    /// <summary>The numbers that the node gives.</summary>
    public static float[] Read(TensorProto stored, TensorProto scale, int axis)
    {
        ReadOnlySpan<byte> data = stored.RawData.Span;
        int[] whole = stored.DataType == GraphBuilder.Int8
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(data).ToArray(), b => (int)b)
            : MemoryMarshal.Cast<byte, int>(data).ToArray();
        ReadOnlySpan<float> scales = StoredWeight.Numbers(scale);
        int inner = Inner(stored, axis);
        var values = new float[whole.Length];
        for (int i = 0; i < values.Length; i++) values[i] = whole[i] * scales[i / inner % scales.Length];
        return values;
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
        // Subnormal scales would lose digits of their own.
        for (int c = 0; c < scales.Length; c++)
            scales[c] = float.IsNormal(scales[c] / most) ? scales[c] / most : scales[c] > 0 ? scales[c] : 1;
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
