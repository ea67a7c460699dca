namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LSM, the latent spectral model (Wu et al. 2023, arXiv:2301.12664), in one, two or three dimensions: a U-shaped
/// network whose every scale passes through a <see cref="NeuralSpectralBlock"/>, which solves in a space of few latent
/// tokens. Parameter names are those of the authors' programs.
/// </summary>
/// <remarks>
/// The lifted field is padded with zeros after its last point to a multiple of the number of patches, 2^(Scales-1), and
/// cut again at the end, axis by axis, so every grid is met; patches are fractions of the domain, not numbers of
/// points.
/// </remarks>
public sealed class Lsm : GridOperator
{
    private readonly Func<Value, Value> _embedding;
    private readonly Func<Value, Value> _lifting;
    private readonly SolverLibraryScales _scales;
    private readonly NeuralSpectralBlock[] _blocks;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Lsm(int inputChannels, int outputChannels, LsmOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int scales = options.Scales, finest = options.Channels;
        int inputs = inputChannels + (options.HasGridEmbedding ? options.AxisCount : 0);
        _embedding = options.HasGridEmbedding ? PointCoordinates.Append : Identity;
        _lifting = options.LiftingRatio > 0
            ? Compose("preprocess", Mlp.Published(inputs, Mlp.Width(finest, options.LiftingRatio), finest)).Apply
            : Lift(Compose("fc0", new Linear(inputs, finest)));
        _scales = Compose("", new SolverLibraryScales(options.AxisCount, finest, scales, options.Normalization,
            options.Activation));
        _blocks = [.. Enumerable.Range(0, scales).Select(s => Compose($"process{s + 1}",
            new NeuralSpectralBlock(options, _scales.Widths[s], 1 << (scales - 1 - s))))];
        _projection = Compose("",
            new Mlp(finest, Mlp.Width(finest, options.ProjectionRatio), outputChannels, first: "fc1", last: "fc2"));

        static Func<Value, Value> Lift(Linear lifting) => u => lifting.Apply(u);
    }

    /// <summary>The architecture.</summary>
    public LsmOptions Options { get; }

    // Lift, solve on every scale, project; the grid is padded to a multiple of the number of patches.
    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value lifted = _lifting(_embedding(a.ChannelsLast())).ChannelsFirst();
        Value u = _scales.Apply(lifted.PadToMultiple(2, Dimensions, 1L << (Options.Scales - 1)),
            across: (scale, field) => _blocks[scale].Apply(field)).CutTo(2, Dimensions, a.Shape);
        return _projection.Apply(u.ChannelsLast()).ChannelsFirst();
    }
}
