namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// U-NO (Rahman, Ross, Azizzadenesheli 2022, arXiv:2204.11127), in one, two or three dimensions: Fourier layers
/// v ← σ(K v + W v) on the way down and on the way up of a U-shaped network, with fewer modes and more channels on
/// coarser grids. The form, and the parameter names, are those of the Neural-Solver-Library, which changes grids by
/// maxima and linear interpolation and has pairs of convolutions before the Fourier layers.
/// </summary>
/// <remarks>
/// Good for fields of many scales and deeper networks than <see cref="Fno"/>'s memory allows; its convolutions belong
/// to the spacing of the training grid, so that it serves other resolutions worse. In the published program W is a pair
/// of convolutions through one single channel, by a slip in the order of arguments; here it is the pointwise layer of
/// the paper, and only published weights have the other.
/// </remarks>
public sealed class UNo : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly SolverLibraryScales _scales;
    private readonly Func<Value, Value>[] _down;
    private readonly Func<Value, Value>[] _up;
    private readonly Mlp _projection;
    private readonly long _multiple;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public UNo(int inputChannels, int outputChannels, UNoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels;
        // The published program does not pad in one dimension.
        _multiple = options.PublishedModes is not null && Dimensions == 1 ? 1 : 1L << (options.Scales - 1);
        _lifting = Compose("preprocess",
            Mlp.Published(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels));
        _scales = Compose("", new SolverLibraryScales(Dimensions, channels, options.Scales, options.Normalization,
            options.Activation));
        _down = [.. _scales.Widths.Select((width, scale) => FourierLayer(scale, "down", width))];
        _up = [.. _scales.Widths.Select((_, scale) => FourierLayer(scale, "up", _scales.UpWidth(scale)))];
        _projection = Compose("",
            new Mlp(channels, Mlp.Width(channels, options.ProjectionRatio), outputChannels, first: "fc1", last: "fc2"));

        Func<Value, Value> FourierLayer(int scale, string way, int width)
        {
            int[] modes = options.PublishedModes?[scale] ?? [.. options.Modes.Select(m => Math.Max(2, m >> scale))];
            SpectralConvolution convolution = Compose($"process{scale + 1}_{way}", new SpectralConvolution(width, width,
                modes, false, null, shape => new BlockWeight(shape)));
            string name = $"w{scale + 1}_{way}";
            if (options.PublishedModes is not null)
            {
                ConvolutionPair narrow = Compose(name,
                    SolverLibraryScales.Pair(Dimensions, Normalization.Batch, Activation.Relu, width, 1, width));
                return v => Sampling
                    .Apply(convolution.Apply(v.GridFirst()) + narrow.Apply(v).GridFirst(), Functions.Gelu).GridLast();
            }
            Linear pointwise = Compose(name, new Linear(width, width));
            return v =>
            {
                Value points = v.GridFirst();
                return Sampling.Apply(convolution.Apply(points) + pointwise.Apply(points), Functions.Gelu)
                    .GridLast();
            };
        }
    }

    /// <summary>The architecture.</summary>
    public UNoOptions Options { get; }

    // The published program has the last point at 1.
    private protected override Value Embed(Value a) => EmbedToEnd(a);

    private protected override Value Lift(Value a) => _lifting.Apply(a);

    private protected override Value Layers(Value v)
    {
        Value field = v.GridLast();
        return _scales.Apply(field.PadToMultiple(2, Dimensions, _multiple), down: (scale, x) => _down[scale](x),
            up: (scale, x) => _up[scale](x)).CutTo(2, Dimensions, field.Shape).GridFirst();
    }

    private protected override Value Project(Value v) => _projection.Apply(v);
}
