namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The transformers on grids of the Python library Neural-Solver-Library (github.com/thuml/Neural-Solver-Library), by
/// whose names their weights are read: pointwise lifting, blocks, a norm and a linear layer. The input holds
/// coordinates and values as channels.
/// </summary>
internal abstract class SolverLibraryTransformer : GridOperator
{
    private readonly Mlp _lifting;
    private readonly ParameterDeclaration _placeholder;
    private readonly SolverLibraryBlock[] _blocks;
    private readonly LayerNormalization _norm;
    private readonly Linear _projection;

    protected SolverLibraryTransformer(SolverLibraryOptions options, Initializer placeholder,
        Func<SolverLibraryBlock> block)
        : base(Rules.Require(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        Options = options;
        int channels = options.Channels;
        _placeholder = Declare("placeholder", [channels], placeholder);
        _lifting = Compose("preprocess", Mlp.Published(options.InputChannels, 2 * channels, channels));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}", block()))];
        _norm = Compose($"blocks.{options.Layers - 1}.ln_3", new LayerNormalization(channels));
        _projection = Compose($"blocks.{options.Layers - 1}.mlp2", new Linear(channels, options.OutputChannels));
    }

    /// <summary>The architecture.</summary>
    public SolverLibraryOptions Options { get; }

    protected override Value Forward(Value x)
    {
        Value u = _lifting.Apply(x.ChannelsLast()) + x.Bind(_placeholder);
        foreach (SolverLibraryBlock block in _blocks) u = block.Apply(u);
        return _projection.Apply(_norm.Apply(u)).ChannelsFirst();
    }
}

/// <summary>A block x ← x + attention(x), x ← x + MLP(norm x) on [batch, grid…, channels].</summary>
internal abstract class SolverLibraryBlock : Layer
{
    private readonly LayerNormalization _norm;
    private readonly Mlp _mlp;

    protected SolverLibraryBlock(SolverLibraryOptions options)
    {
        _norm = Compose("ln_2", new LayerNormalization(options.Channels));
        _mlp = Compose("mlp", Mlp.Published(options.Channels, options.MlpChannels, options.Channels));
    }

    public Value Apply(Value x)
    {
        x += Attend(x);
        return x + _mlp.Apply(_norm.Apply(x));
    }

    /// <summary>The attention, norms included.</summary>
    protected abstract Value Attend(Value x);
}
