namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840) in two or three dimensions: one block of factorised
/// attention is iterated with the same weights, u ← u + block(u)/n, which keeps long roll-outs of turbulent flow
/// stable. Parameter names are the authors'.
/// </summary>
/// <remarks>
/// With <see cref="FactorizedAttentionOptions.HasQuadrature"/> one set of weights means the same operator on every
/// grid.
/// </remarks>
public sealed class IFactFormer : GridOperator
{
    private readonly SeparateLifting? _separate;
    private readonly Linear? _joint;
    private readonly Linear _lifting;
    private readonly (PositionalFeatures Positions, FactorizedAttention Attention)[] _layers;
    private readonly Linear _hidden;
    private readonly Linear _output;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public IFactFormer(int inputChannels, int outputChannels, IFactFormerOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels, half = channels / 2;
        if (options.LiftChannelsSeparately) _separate = Compose("to_in.0", new SeparateLifting(inputChannels, half));
        else _joint = Compose("to_in.0", new Linear(inputChannels, half));
        _lifting = Compose("to_in.2", new Linear(half, channels, hasBias: false));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(i => (
            Compose($"encoder.layers.{i}.0", new PositionalFeatures(options)),
            Compose($"encoder.layers.{i}.1",
                new FactorizedAttention(options, options.IsParallel, normalizesHeads: false, 1e-5, outputIndex: 2))))];
        _hidden = Compose("simple_to_out.1", new Linear(channels, half, hasBias: false));
        _output = Compose("simple_to_out.3", new Linear(half, outputChannels));
    }

    /// <summary>The architecture.</summary>
    public IFactFormerOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value points = x.ChannelsLast();
        Value u = _lifting.Apply((_separate?.Apply(points) ?? _joint!.Apply(points)).Gelu());
        foreach (var (positions, attention) in _layers)
        {
            u = positions.Apply(u);
            for (int i = 0; i < Options.Iterations; i++) u += attention.Apply(u) * (1.0 / Options.Iterations);
        }
        return _output.Apply(_hidden.Apply(u).Gelu()).ChannelsFirst();
    }
}
