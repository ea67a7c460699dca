using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Galerkin;

/// <summary>
/// A block of the Neural-Solver-Library: x ← x + attention(norm x, other norm x), x ← x + MLP(norm x), on [batch, points, channels].
/// Queries come from one norm, keys and values from the other; attention is q (kᵀ v)/n + q with q and k made exponential shares
/// over a head's width.
/// </summary>
internal sealed class LibraryGalerkinBlock : Layer
{
    private readonly int _heads;
    private readonly LayerNormalization _queryNorm;
    private readonly LayerNormalization _keyNorm;
    private readonly PointwiseLinear _query;
    private readonly PointwiseLinear _key;
    private readonly PointwiseLinear _value;
    private readonly PointwiseLinear _output;
    private readonly LayerNormalization _mlpNorm;
    private readonly ChannelMlp _mlp;

    /// <summary>Declares the block.</summary>
    public LibraryGalerkinBlock(LibraryGalerkinOperatorOptions options)
    {
        int channels = options.HiddenChannels;
        _heads = options.Heads;
        _queryNorm = Compose("ln_1", new LayerNormalization(channels));
        _keyNorm = Compose("ln_1a", new LayerNormalization(channels));
        _key = Compose("Attn.key", new PointwiseLinear(channels, channels));
        _query = Compose("Attn.query", new PointwiseLinear(channels, channels));
        _value = Compose("Attn.value", new PointwiseLinear(channels, channels));
        _output = Compose("Attn.proj", new PointwiseLinear(channels, channels));
        _mlpNorm = Compose("ln_2", new LayerNormalization(channels));
        _mlp = Compose("mlp", new ChannelMlp(channels, Math.Max(1, (int)Math.Round(channels * options.MlpRatio)), channels,
            first: "linear_pre.0", second: "linear_post"));
    }

    /// <summary>Applies the block.</summary>
    public Value Apply(Value x)
    {
        Value first = _queryNorm.Apply(x), second = _keyNorm.Apply(x);
        Value query = Heads(_query.Apply(first)).Softmax(-1), key = Heads(_key.Apply(second)).Softmax(-1), value = Heads(_value.Apply(second));
        Value context = key.Transpose(0, 1, 3, 2).MatMul(value) / x.Interpreter.Number(x.Shape[1]);
        Value attended = query.MatMul(context) + query;
        x += _output.Apply(attended.Transpose(0, 2, 1, 3).Reshape(x.Shape));
        return x + _mlp.Apply(_mlpNorm.Apply(x));
    }

    // [batch, points, channels] → [batch, heads, points, width]
    private Value Heads(Value x)
        => x.Reshape(x.Shape[0], x.Shape[1], _heads, x.Shape[2].Value / _heads).Transpose(0, 2, 1, 3);
}
