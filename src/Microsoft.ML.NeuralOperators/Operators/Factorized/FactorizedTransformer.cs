using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560) in two or three dimensions: attention over all grid points as a
/// chain of learned integral kernels, one an axis, u ← u + PE(x), u ← u + block(u). A pointwise map in front and a pointwise MLP
/// behind take the place of the published programs' problem-specific heads. Names inside the blocks are the authors'.
/// </summary>
/// <remarks>With <see cref="FactorizedAttentionOptions.HasQuadrature"/> one set of weights means the same operator on every grid.</remarks>
public sealed class FactorizedTransformer : GridOperator
{
    private readonly PointwiseLinear _lifting;
    private readonly (PositionalFeatures Positions, FactorizedAttention Attention)[] _layers;
    private readonly ChannelMlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FactorizedTransformer(FactorizedTransformerOptions options)
        : base(Valid(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        Options = options;
        _lifting = Compose("to_in", new PointwiseLinear(options.InputChannels, options.Channels));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(i => (
            Compose($"encoder.layers.{i}.0", new PositionalFeatures(options)),
            Compose($"encoder.layers.{i}.1", new FactorizedAttention(options, isParallel: false, normalizesHeads: true, 1e-8, outputIndex: 1))))];
        _projection = Compose("projection", new ChannelMlp(options.Channels, options.Channels, options.OutputChannels));
    }

    /// <summary>The architecture.</summary>
    public FactorizedTransformerOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value u = _lifting.Apply(ChannelOrder.ToLast(x));
        foreach (var (positions, attention) in _layers)
        {
            u = positions.Apply(u);
            u += attention.Apply(u);
        }
        return ChannelOrder.ToFirst(_projection.Apply(u));
    }

    private static FactorizedTransformerOptions Valid(FactorizedTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
    }
}
