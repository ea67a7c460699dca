namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// U_Net of the Python library Neural-Solver-Library, by whose names its weights are read: pointwise lifting,
/// <see cref="SolverLibraryScales"/> on a grid that is padded to a multiple of 16, pointwise projection. The input
/// holds coordinates and values as channels.
/// </summary>
internal sealed class SolverLibraryUNet : GridOperator
{
    /// <summary>What grids are padded to a multiple of by the models of that library.</summary>
    public const int Patch = 16;

    private readonly Mlp _lifting;
    private readonly SolverLibraryScales _scales;
    private readonly Mlp _projection;

    public SolverLibraryUNet(SolverLibraryUNetOptions options)
        : base(Rules.Require(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        Options = options;
        int channels = options.Channels;
        _lifting = Compose("preprocess", Mlp.Published(options.InputChannels, 2 * channels, channels,
            activation: options.Activation));
        _scales = Compose("",
            new SolverLibraryScales(options.Dimensions, channels, normalization: options.Normalization));
        _projection = Compose("", new Mlp(channels, channels, options.OutputChannels, first: "fc1", last: "fc2"));
    }

    /// <summary>The architecture.</summary>
    public SolverLibraryUNetOptions Options { get; }

    /// <summary>The network between lifting and projection, on a grid of multiples of <see cref="Patch"/>.</summary>
    public Value Multiscale(Value x) => _scales.Apply(x);

    protected override Value Forward(Value x)
    {
        Value u = _lifting.Apply(x.ChannelsLast()).ChannelsFirst();
        u = Multiscale(u.PadToMultiple(2, Dimensions, Patch)).CutTo(2, Dimensions, x.Shape);
        return _projection.Apply(u.ChannelsLast()).ChannelsFirst();
    }
}

/// <summary>The sizes of a <see cref="SolverLibraryUNet"/>, as its weights tell them.</summary>
internal sealed record SolverLibraryUNetOptions : PublishedSizes
{
    /// <summary>Normalisation after every convolution: Batch, or Instance for steps in time.</summary>
    public Normalization Normalization { get; init; } = Normalization.Batch;

    /// <summary>Nonlinearity of the lifting; the others are fixed.</summary>
    public Activation Activation { get; init; }
}
