namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LocalNO, a Fourier neural operator with local kernels (Liu-Schiaffini et al. 2024, arXiv:2402.16845), in one, two or
/// three dimensions: every layer of <see cref="Fno"/> adds a local integral and a derivative to its spectral
/// convolution, σ(K v + I v + D v + b + W v). Unlike plain convolutions, both have a size in the domain and not in
/// cells, so that they mean the same on every grid.
/// </summary>
/// <remarks>
/// Good where Fourier modes alone blur: fronts, coefficients that jump, boundaries, fields that are not periodic. It
/// costs a convolution a layer, whose kernel has more points on finer grids; on grids so coarse that no neighbour lies
/// within the radius only the derivative is left of it. The published programs build the kernels for one grid and use
/// them on all; here they follow the grid.
/// </remarks>
public sealed class LocalNO : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly FourierLayers _layers;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public LocalNO(int inputChannels, int outputChannels, LocalNOOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels;
        _lifting = Compose("lifting", new Mlp(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels));
        _layers = Compose("fno_blocks", new FourierLayers(
            new(options.Modes, channels, options.Layers, options.MlpRatio, options.Normalization), Sampling, null,
            () => new LocalConvolution(Dimensions, channels, channels, options.Radius, options.Rings,
                options.Boundary)));
        _projection = Compose("projection",
            new Mlp(channels, Mlp.Width(channels, options.ProjectionRatio), outputChannels));
    }

    /// <summary>The architecture.</summary>
    public LocalNOOptions Options { get; }

    private protected override Value Lift(Value a) => _lifting.Apply(a);

    private protected override Value Layers(Value v) => _layers.Apply(v);

    private protected override Value Project(Value v) => _projection.Apply(v);
}
