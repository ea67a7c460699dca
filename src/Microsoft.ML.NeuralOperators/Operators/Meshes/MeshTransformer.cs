namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The network that Transolver and its relatives have in common, under their published names: an MLP of position and
/// values at every point, to which a learned vector is added, blocks, a norm and a linear layer. [batch, points, in] →
/// [batch, points, out].
/// </summary>
/// <remarks>
/// Linear layers start as <see cref="Linear"/> does. From the published N(0, 0.02²) networks of width 16 learned a few
/// rows more slowly, since all slices start nearly equal.
/// </remarks>
internal sealed class MeshTransformer : Layer
{
    private readonly Mlp _lifting;
    private readonly ParameterDeclaration _placeholder;
    private readonly bool _addsPlaceholder;
    private readonly Linear? _parameters;
    private readonly MeshBlock[] _blocks;
    private readonly LayerNormalization _norm;
    private readonly Linear _projection;

    /// <summary>Declares the network.</summary>
    /// <param name="inputs">Channels of position and values.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="parameters">Global parameters; 0 for none.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="attention">Makes the attention of a block.</param>
    /// <param name="addsPlaceholder">
    /// Whether the learned vector is added. Some published programs keep it without adding it where there are values.
    /// </param>
    public MeshTransformer(int inputs, int outputs, int parameters, MeshTransformerOptions options,
        Func<MeshAttention> attention, bool addsPlaceholder = true)
    {
        int channels = options.Channels, last = options.Layers - 1;
        _addsPlaceholder = addsPlaceholder;
        _placeholder = addsPlaceholder
            ? Declare("placeholder", [channels], new Initializer.UniformAboveZero(1.0 / channels))
            : DeclareBuffer("placeholder", [channels], Initializer.Zeros);
        _lifting = Compose("preprocess", Mlp.Published(inputs, 2 * channels, channels, activation: options.Activation));
        _parameters = parameters > 0
            ? Compose("embedding", new Linear(parameters, channels)) : null;
        _blocks = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"blocks.{i}", new MeshBlock(options, attention())))];
        _norm = Compose($"blocks.{last}.ln_3", new LayerNormalization(channels));
        _projection = Compose($"blocks.{last}.mlp2", new Linear(channels, outputs));
    }

    /// <summary>Applies the network.</summary>
    /// <param name="features">[batch, points, in].</param>
    /// <param name="parameters">Global parameters [batch, 1, parameters], or null.</param>
    /// <param name="mesh">Where the points are.</param>
    public Value Apply(Value features, Value? parameters, MeshPoints mesh)
    {
        Value x = _lifting.Apply(features);
        if (_addsPlaceholder) x += x.Bind(_placeholder);
        if (_parameters is not null) x += _parameters.Apply(parameters!);
        foreach (MeshBlock block in _blocks) x = block.Apply(x, mesh);
        return _projection.Apply(_norm.Apply(x));
    }
}
