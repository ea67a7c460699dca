using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// One block of <see cref="SoftmaxFactorizedTransformer"/> on [batch, grid…, channels]: x ← x + attention(norm x),
/// x ← x + MLP(norm x). The kernel of an axis is softmax(q kᵀ/√d) of the field's mean over the other axes.
/// </summary>
internal sealed class SoftmaxFactorizedBlock : Layer
{
    private const string AxisNames = "xyz";
    private readonly int _heads;
    private readonly GridMean _mean;
    private readonly LayerNormalization _attentionNorm;
    private readonly PointwiseLinear _values;
    private readonly Axis[] _axes;
    private readonly PointwiseLinear _output;
    private readonly LayerNormalization _mlpNorm;
    private readonly PublishedMlp _mlp;

    public SoftmaxFactorizedBlock(SoftmaxFactorizedTransformerOptions options)
    {
        int channels = options.Channels, width = channels / options.Heads;
        _heads = options.Heads;
        _mean = new GridMean(options.Dimensions, null);
        _attentionNorm = Compose("ln_1", new LayerNormalization(channels));
        _values = Compose("Attn.to_v", new PointwiseLinear(width, width, hasBias: false));
        _axes = [.. Enumerable.Range(0, options.Dimensions).Select(a => new Axis(
            // The published sequences of all axes but the first begin with a rearrangement.
            Compose($"Attn.to_{AxisNames[a]}.{Math.Min(a, 1)}.to_in", new PointwiseLinear(channels, channels, hasBias: false)),
            Compose($"Attn.to_{AxisNames[a]}.{Math.Min(a, 1)}.out_ffn.norm", new LayerNormalization(channels)),
            Compose($"Attn.to_{AxisNames[a]}.{Math.Min(a, 1)}.out_ffn.fn", new PublishedMlp(channels, channels, channels, residualLayers: 1)),
            Compose($"Attn.attn_{AxisNames[a]}.to_q", new PointwiseLinear(width, width, hasBias: false)),
            Compose($"Attn.attn_{AxisNames[a]}.to_k", new PointwiseLinear(width, width, hasBias: false))))];
        _output = Compose("Attn.to_out.0", new PointwiseLinear(channels, channels));
        _mlpNorm = Compose("ln_2", new LayerNormalization(channels));
        _mlp = Compose("mlp", new PublishedMlp(channels, channels * options.MlpRatio, channels));
    }

    public Value Apply(Value x)
    {
        x += Attend(_attentionNorm.Apply(x));
        return x + _mlp.Apply(_mlpNorm.Apply(x));
    }

    private Value Attend(Value u)
    {
        Value v = _values.Apply(AxisContraction.Split(u, _heads));
        Value y = AxisContraction.Join(AxisContraction.Chain(_axes.Select((axis, a) => Kernel(axis, _mean.Onto(u, a + 1))), v));
        return _output.Apply(y.Reshape(u.Shape));
    }

    private Value Kernel(Axis axis, Value mean)
    {
        Value f = AxisContraction.Split(axis.Mlp.Apply(axis.Norm.Apply(axis.Map.Apply(mean))), _heads);
        double scale = 1 / Math.Sqrt(f.Shape[-1].Value);
        return (axis.Query.Apply(f) * scale).MatMul(axis.Key.Apply(f).Transpose(0, 1, 3, 2)).Softmax(-1);
    }

    private sealed record Axis(PointwiseLinear Map, LayerNormalization Norm, PublishedMlp Mlp, PointwiseLinear Query, PointwiseLinear Key);
}
