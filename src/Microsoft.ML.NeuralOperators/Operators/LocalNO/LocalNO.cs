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
/// within the radius only the derivative is left of it.
/// <para>
/// Weights of LocalNO of the Python library neuraloperator load by their own names. Their outputs are that program's on
/// the grid it was made for, its <c>default_in_shape</c>. On others they are not: the program builds its local kernels
/// for that one grid and uses them on all, where they have another size in the domain; here they follow the grid.
/// </para>
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
        _layers = Compose("local_no_blocks", new FourierLayers(
            new(options.Modes, channels, options.Layers, options.MlpRatio, options.Normalization)
            {
                Skips = "local_no_skips",
                Mlps = "mlp",
                HasLastActivation = options.Published is not null,
            }, Sampling, null, Local));
        _projection = Compose("projection",
            new Mlp(channels, Mlp.Width(channels, options.ProjectionRatio), outputChannels));

        LocalConvolution? Local(int layer)
        {
            if (options.Published is { } published) return published.Make(layer, channels, options.PublishedGrid);
            var disc = new LocalDisc(options.Radius);
            PaddingMode padding = options.Boundary.Padding();
            return new(($"local_convs.{layer}", new(Dimensions, channels, channels, disc,
                new(options.Rings, options.Sectors), padding)),
                ($"differential.{layer}", new(Dimensions, channels, channels, disc, padding)));
        }
    }

    /// <summary>The architecture.</summary>
    public LocalNOOptions Options { get; }

    private protected override Value Lift(Value a) => _lifting.Apply(a);

    private protected override Value Layers(Value v) => _layers.Apply(v);

    private protected override Value Project(Value v) => _projection.Apply(v);
}
