using System.Runtime.InteropServices;
using AttributeType = Microsoft.ML.NeuralOperators.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>A weight in half precision: eleven bits of significand, magnitudes from 6·10⁻⁸ to 65504.</summary>
internal static class Float16Weight
{
    /// <summary>
    /// The weight and the node that widens it; null if it has numbers beyond the range of half precision.
    /// </summary>
    public static (TensorProto[] Stored, NodeProto[] Restore)? Of(TensorProto weight)
    {
        ReadOnlySpan<float> values = StoredWeight.Numbers(weight);
        var halves = new Half[values.Length];
        for (int i = 0; i < halves.Length; i++)
            if (!Half.IsFinite(halves[i] = (Half)values[i])) return null;
        var stored = new TensorProto
        {
            Name = weight.Name + StoredWeight.Half,
            DataType = GraphBuilder.Float16,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves)),
            Dims = { weight.Dims },
        };
        return ([stored], [Widen(stored.Name, weight.Name)]);
    }

    /// <summary>The node that converts another type to single precision.</summary>
    public static NodeProto Widen(string stored, string result) => new()
    {
        OpType = "Cast",
        Name = $"{stored}:widen",
        Input = { stored },
        Output = { result },
        Attribute = { new AttributeProto { Name = "to", I = GraphBuilder.Float, Type = AttributeType.Int } },
    };

    /// <summary>The numbers that the node gives.</summary>
    public static float[] Read(TensorProto stored)
        => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(stored.RawData.Span).ToArray(), h => (float)h);
}
