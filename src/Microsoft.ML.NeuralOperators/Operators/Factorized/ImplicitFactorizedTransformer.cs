using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840) in two or three dimensions: one block of factorised attention is
/// iterated with the same weights, u ← u + block(u)/n, which keeps long roll-outs of turbulent flow stable. Parameter names are
/// the authors'.
/// </summary>
/// <remarks>With <see cref="FactorizedAttentionOptions.HasQuadrature"/> one set of weights means the same operator on every grid.</remarks>
public sealed class ImplicitFactorizedTransformer : GridOperator
{
    private readonly SeparateLifting? _separate;
    private readonly PointwiseLinear? _joint;
    private readonly PointwiseLinear _lifting;
    private readonly (PositionalFeatures Positions, FactorizedAttention Attention)[] _layers;
    private readonly PointwiseLinear _hidden;
    private readonly PointwiseLinear _output;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public ImplicitFactorizedTransformer(ImplicitFactorizedTransformerOptions options)
        : base(Valid(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        Options = options;
        int channels = options.Channels, half = channels / 2;
        if (options.LiftsChannelsSeparately) _separate = Compose("to_in.0", new SeparateLifting(options.InputChannels, half));
        else _joint = Compose("to_in.0", new PointwiseLinear(options.InputChannels, half));
        _lifting = Compose("to_in.2", new PointwiseLinear(half, channels, hasBias: false));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(i => (
            Compose($"encoder.layers.{i}.0", new PositionalFeatures(options)),
            Compose($"encoder.layers.{i}.1", new FactorizedAttention(options, options.IsParallel, normalizesHeads: false, 1e-5, outputIndex: 2))))];
        _hidden = Compose("simple_to_out.1", new PointwiseLinear(channels, half, hasBias: false));
        _output = Compose("simple_to_out.3", new PointwiseLinear(half, options.OutputChannels));
    }

    /// <summary>The architecture.</summary>
    public ImplicitFactorizedTransformerOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value points = ChannelOrder.ToLast(x);
        Value u = _lifting.Apply((_separate?.Apply(points) ?? _joint!.Apply(points)).Map(UnaryFunction.Gelu));
        foreach (var (positions, attention) in _layers)
        {
            u = positions.Apply(u);
            for (int i = 0; i < Options.Iterations; i++) u += attention.Apply(u) * (1.0 / Options.Iterations);
        }
        return ChannelOrder.ToFirst(_output.Apply(_hidden.Apply(u).Map(UnaryFunction.Gelu)));
    }

    private static ImplicitFactorizedTransformerOptions Valid(ImplicitFactorizedTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
    }
}
