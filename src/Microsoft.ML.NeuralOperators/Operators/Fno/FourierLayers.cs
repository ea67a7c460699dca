namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The stack of Fourier layers on [grid…, batch, channels], each y = GELU(norm(K x + b) + W x), then
/// GELU(norm(MLP(y) + s·x)); the last one ends without activations. Names are those of the library neuraloperator,
/// which groups the layers' parts by kind.
/// </summary>
internal sealed class FourierLayers : Layer
{
    private readonly Part[] _parts;
    private readonly FieldSampling _sampling;
    private readonly bool _endsTwice, _hasLastActivation;

    /// <summary>Declares the layers.</summary>
    /// <param name="sizes">Their sizes.</param>
    /// <param name="sampling">How nonlinearities are taken.</param>
    /// <param name="weight">Makes the spectral weights; null for dense ones.</param>
    /// <param name="local">
    /// Makes what is added to the spectral convolution of a layer, null for nothing; it has names of these layers.
    /// </param>
    public FourierLayers(FourierLayerSizes sizes, FieldSampling sampling,
        Func<SpectralShape, SpectralWeight>? weight = null, Func<int, LocalConvolution?>? local = null)
        : this(sizes, sampling,
            () => new SpectralConvolution(sizes.Channels, sizes.Channels, sizes.Modes, true, null, weight), local)
    {
    }

    /// <summary>Declares layers with convolutions of another kind.</summary>
    /// <param name="sizes">Their sizes; the convolutions decide on modes themselves.</param>
    /// <param name="sampling">How nonlinearities are taken.</param>
    /// <param name="kernel">Makes the convolution of every layer, an <see cref="IKernelIntegral"/> with a bias.</param>
    /// <param name="local">Makes what is added to it; null for nothing.</param>
    public FourierLayers(FourierLayerSizes sizes, FieldSampling sampling, Func<Layer> kernel,
        Func<int, LocalConvolution?>? local = null)
    {
        (_sampling, _hasLastActivation) = (sampling, sizes.HasLastActivation && sizes.MlpRatio > 0);
        int channels = sizes.Channels;
        int hidden = Mlp.Width(channels, sizes.MlpRatio);
        bool hasMlp = sizes.MlpRatio > 0;
        _endsTwice = hasMlp || sizes.EndsTwice;
        int norms = _endsTwice ? 2 : 1;
        _parts = new Part[sizes.Layers];
        for (int i = 0; i < _parts.Length; i++)
            _parts[i] = new Part(
                (IKernelIntegral)Compose($"convs.{i}", kernel()),
                local?.Invoke(i) is { } term ? Compose("", term) : null,
                Compose($"{sizes.Skips}.{i}.conv", new Linear(channels, channels, hasBias: false)),
                Norm(i * norms),
                hasMlp ? Compose($"{sizes.Mlps}.{i}", new Mlp(channels, hidden, channels)) : null,
                hasMlp ? Compose($"channel_mlp_skips.{i}", new ChannelScale(channels)) : null,
                _endsTwice ? Norm(i * norms + 1) : null);

        GroupNormalization? Norm(int index) => sizes.Normalization == Normalization.None ? null
            : Compose($"norm.{index}", GroupNormalization.Of(sizes.Normalization, channels, FieldLayout.GridFirst));
    }

    public Value Apply(Value x)
    {
        for (int i = 0; i < _parts.Length; i++) x = Apply(_parts[i], x, isLast: i == _parts.Length - 1);
        return x;
    }

    private Value Apply(Part part, Value x, bool isLast)
    {
        Value bias = x.Bind(part.Convolution.Bias!), kernel = part.Convolution.Apply(x);
        if (part.Local is not null) kernel += part.Local.Apply(x.GridLast()).GridFirst();
        // Without a norm in between, the bias rides on the skip's matrix product.
        Value y = part.Norm is null ? kernel + part.Skip.Apply(x, bias)
            : part.Norm.Apply(kernel + bias) + part.Skip.Apply(x);
        y = Activate(y, isLast && !_hasLastActivation);
        if (!_endsTwice) return y;
        if (part.Mlp is not null) y = _sampling.Apply(y, part.Mlp.Apply) + part.MlpSkip!.Apply(x);
        return Activate(part.MlpNorm?.Apply(y) ?? y, isLast);

        Value Activate(Value value, bool isLinear) => isLinear ? value : _sampling.Apply(value, Functions.Gelu);
    }

    private sealed record Part(IKernelIntegral Convolution, LocalConvolution? Local, Linear Skip,
        GroupNormalization? Norm, Mlp? Mlp, ChannelScale? MlpSkip, GroupNormalization? MlpNorm);
}

/// <summary>The sizes of <see cref="FourierLayers"/>, as the options of operators name them.</summary>
/// <param name="Modes">Modes along each axis.</param>
/// <param name="Channels">Channels between the layers.</param>
/// <param name="Layers">Layers.</param>
/// <param name="MlpRatio">Width of the MLPs over the channels; 0 for none.</param>
/// <param name="Normalization">Normalisation after the convolution and after the MLP.</param>
internal sealed record FourierLayerSizes(IReadOnlyList<int> Modes, int Channels, int Layers, double MlpRatio,
    Normalization Normalization)
{
    /// <summary>Name of the linear skips.</summary>
    public string Skips { get; init; } = "fno_skips";

    /// <summary>Name of the channel MLPs.</summary>
    public string Mlps { get; init; } = "channel_mlp";

    /// <summary>
    /// Whether layers without MLPs normalise and take GELU once more where the MLP would have been, as the library
    /// does.
    /// </summary>
    public bool EndsTwice { get; init; }

    /// <summary>Whether the last layer, too, has an activation before its channel MLP.</summary>
    public bool HasLastActivation { get; init; }
}
