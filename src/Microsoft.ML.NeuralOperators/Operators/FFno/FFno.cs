namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// F-FNO, the factorised Fourier neural operator (Tran, Mathews, Xie, Ong 2023, arXiv:2111.13802), in one, two or three
/// dimensions: every layer adds an MLP of spectral convolutions along single axes to its input, v ← v + MLP(Σ_a K_a v)
/// (eq. 7). Parameter names are those of the Neural-Solver-Library, which has the same layers without MLPs.
/// </summary>
/// <remarks>
/// Good at depth and at many modes or three axes, where its weights are a small part of <see cref="Fno"/>'s; the
/// residual starts after the nonlinearity, so that stacks of dozens of layers train. Less good at structures that no
/// sum over single axes makes in a few layers, such as fronts that run diagonally. As all spectral operators it serves
/// every resolution, and wants <see cref="SpectralOperatorOptions.DomainPadding"/> for fields that are not periodic.
/// </remarks>
public sealed class FFno : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly Func<Value, Value>[] _layers;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FFno(int inputChannels, int outputChannels, FFnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels;
        _lifting = Compose("preprocess",
            Mlp.Published(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels));
        var convolutions = new AxisSpectralConvolution[options.SharesWeights ? 1 : options.Layers];
        for (int i = 0; i < convolutions.Length; i++)
            convolutions[i] = Compose($"spectral_layers.{i}",
                new AxisSpectralConvolution(channels, channels, options.Modes));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(Layer)];
        _projection = Compose("",
            new Mlp(channels, Mlp.Width(channels, options.ProjectionRatio), outputChannels, first: "fc1", last: "fc2"));

        Func<Value, Value> Layer(int index)
        {
            AxisSpectralConvolution convolution = convolutions[options.SharesWeights ? 0 : index];
            if (options.MlpRatio == 0) return convolution.Apply;
            Mlp mlp = Compose($"mlps.{index}", new Mlp(channels, Mlp.Width(channels, options.MlpRatio), channels));
            return v => Sampling.Apply(convolution.Apply(v), mlp.Apply);
        }
    }

    /// <summary>The architecture.</summary>
    public FFnoOptions Options { get; }

    private protected override Value Lift(Value a) => _lifting.Apply(a);

    private protected override Value Layers(Value v)
    {
        foreach (Func<Value, Value> layer in _layers) v += layer(v);
        return v;
    }

    private protected override Value Project(Value v) => _projection.Apply(v);
}
