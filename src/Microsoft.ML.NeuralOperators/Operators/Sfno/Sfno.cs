namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// SFNO, the spherical Fourier neural operator (Bonev, Kurth, Hundt, Pathak, Baust, Kashinath, Anandkumar 2023,
/// arXiv:2306.03838): a Fourier neural operator whose convolutions multiply coefficients of spherical harmonics, so
/// that neither the seam of the longitudes nor the poles are special. Fields are [channels, latitudes, longitudes].
/// </summary>
/// <remarks>
/// Good for weather, oceans and other fields on the sphere, also in long roll-outs. A shift of the input's longitudes
/// shifts the output alike. One model serves every resolution of the same kind of grid. Weights of the SFNO of the
/// Python library neuraloperator load by their own names; they keep its form, which appends coordinates instead of the
/// sine of the latitude and keeps all degrees on coarse grids, too.
/// </remarks>
public sealed class Sfno : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly FourierLayers _layers;
    private readonly Mlp _projection;
    private readonly SphericalMean _mean;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Sfno(int inputChannels, int outputChannels, SfnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new(),
            options.Published is null ? new LatitudeEmbedding(options.Grid) : null)
    {
        Options = options;
        int channels = options.Channels;
        PublishedSphere? published = options.Published;
        var basis = new SphericalBasis(options.Grid, options.Modes[0], options.Orders, published is not null);
        _lifting = Compose("lifting", new Mlp(EmbeddedChannels, Mlp.WholeWidth(channels, options.LiftingRatio),
            channels));
        _layers = Compose("fno_blocks", new FourierLayers(
            new(options.Modes, channels, options.Layers, options.MlpRatio,
                published?.Normalization ?? Normalization.None)
            { EndsTwice = published is not null }, Sampling,
            () => new SphericalConvolution(channels, channels, basis, options.Filter, published?.Weight)));
        _projection = Compose("projection", new Mlp(channels, Mlp.WholeWidth(channels, options.ProjectionRatio),
            outputChannels));
        _mean = Compose("", new SphericalMean(options.Grid));
    }

    /// <summary>The architecture.</summary>
    public SfnoOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => Options.ConservedChannels.Count > 0;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
        => !IsConstrained ? output
            : _mean.Match(output, inputs[0].LastChannels(Output.Channels), Options.ConservedChannels);

    // With longitudes first, both transforms are matrix products that rearrange no memory.
    private protected override Value Lift(Value a) => _lifting.Apply(a.Transpose(1, 0, 2, 3));

    private protected override Value Layers(Value v) => _layers.Apply(v);

    private protected override Value Project(Value v) => _projection.Apply(v).Transpose(1, 0, 2, 3);
}
