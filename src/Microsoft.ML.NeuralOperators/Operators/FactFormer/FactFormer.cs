namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560) in two or three dimensions: attention over all grid
/// points as a chain of learned integral kernels, one per axis, u ← u + PE(x), u ← u + block(u). After the blocks comes
/// a pointwise MLP for steady problems, or the published latent marching for flows. Parameter names are the authors',
/// but for that MLP.
/// </summary>
/// <remarks>
/// With <see cref="FactorizedAttentionOptions.HasQuadrature"/> one set of weights means the same operator on every
/// grid.
/// </remarks>
public sealed class FactFormer : GridOperator
{
    private readonly Linear _lifting;
    private readonly (PositionalFeatures Positions, FactorizedAttention Attention)[] _layers;
    private readonly Mlp? _projection;
    private readonly Linear? _expansion;
    private readonly ParameterDeclaration? _times;
    private readonly LatentPropagator? _propagator;
    private readonly LatentDecoder? _decoder;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FactFormer(int inputChannels, int outputChannels, FactFormerOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _lifting = Compose("to_in", new Linear(inputChannels, options.Channels));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(i => (
            Compose($"encoder.layers.{i}.0", new PositionalFeatures(options)),
            Compose($"encoder.layers.{i}.1",
                new FactorizedAttention(options, isParallel: false, normalizesHeads: true, 1e-8, outputIndex: 1))))];
        if (options.LatentSteps > 0)
        {
            int latent = options.LatentChannels;
            _expansion = Compose("expand_latent", new Linear(options.Channels, latent, hasBias: false));
            _times = Declare("latent_time_emb", [options.LatentSteps, latent], new Initializer.Normal(0.02));
            _propagator = Compose("propagator", new LatentPropagator(latent, options.Channels));
            _decoder = Compose("simple_to_out",
                new LatentDecoder(options.Mean, latent, options.Channels, options.LatentNormGroups,
                outputChannels / options.LatentSteps));
        }
        else _projection = Compose("projection", new Mlp(options.Channels, options.Channels, outputChannels));
    }

    /// <summary>The architecture.</summary>
    public FactFormerOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value u = _lifting.Apply(x.ChannelsLast());
        foreach (var (positions, attention) in _layers)
        {
            u = positions.Apply(u);
            u += attention.Apply(u);
        }
        return (_projection?.Apply(u) ?? March(_expansion!.Apply(u))).ChannelsFirst();
    }

    // z ← propagate(z + e_l), and every step's share of the output.
    private Value March(Value z)
    {
        var outputs = new Value[Options.LatentSteps];
        for (int step = 0; step < outputs.Length; step++)
        {
            z = _propagator!.Apply(z + z.Bind(_times!).Slice(0, step, 1).Reshape(z.Shape[-1]));
            outputs[step] = _decoder!.Apply(z);
        }
        return Value.Concat(-1, outputs);
    }
}
