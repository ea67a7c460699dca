using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>Between fields [batch, channels, grid…] and points [batch, grid…, channels].</summary>
internal static class ChannelOrder
{
    public static Value ToLast(Value x) => x.Transpose([0, .. Enumerable.Range(2, x.Rank - 2), 1]);

    public static Value ToFirst(Value x) => x.Transpose([0, x.Rank - 1, .. Enumerable.Range(1, x.Rank - 2)]);
}
