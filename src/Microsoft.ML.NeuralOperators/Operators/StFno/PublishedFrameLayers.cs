namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The layers of an <see cref="StFno"/> as the published program has them, under its names. Every channel begins with
/// the same number, and what is added after the first kernel is the normalised and mixed field.
/// </summary>
internal sealed class PublishedFrameLayers : Layer
{
    private readonly StFnoOptions _options;
    private readonly PublishedFrameForm _form;
    private readonly FrameEmbedding _embedding;
    private readonly GroupNormalization _norm;
    private readonly Linear _mixing, _projection;
    private readonly SpectralConvolution _first;
    private readonly Func<Value, Value> _lifting;
    private readonly Part[] _parts;
    private readonly PublishedFrameOutput _output;
    private readonly int _given, _asked;

    /// <summary>Declares the layers.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="form">What the program has of its own.</param>
    /// <param name="given">Frames in.</param>
    /// <param name="asked">Frames out.</param>
    public PublishedFrameLayers(StFnoOptions options, PublishedFrameForm form, int given, int asked)
    {
        (_options, _form, _given, _asked) = (options, form, given, asked);
        const string Lifting = "lifting_operator.";
        // The program's, smaller than usual.
        const double Epsilon = 1e-7;
        int channels = options.Channels;
        int[] modes = [.. options.Modes, options.TimeModes];
        _embedding = Compose(Lifting + "pe",
            new FrameEmbedding(1, channels, given, options.TimeGrowth, isPublished: true));
        _norm = Compose(Lifting + "norm", new GroupNormalization(1, channels, epsilon: Epsilon));
        _mixing = Compose(Lifting + "proj", new Linear(channels, channels));
        _first = Kernel(Lifting + "sconv");
        _lifting = form.HasLinearLifting ? Plain(Compose(Lifting + "mlp", new Linear(channels, channels)))
            : Pointwise(Lifting + "mlp").Apply;
        _parts = [.. Enumerable.Range(0, options.Layers - 1).Select(i => new Part(Kernel($"spectral_conv.{i}"),
            Pointwise($"mlp.{i}"), Compose($"w.{i}", new Linear(channels, channels))))];
        _projection = Compose("reduction", new Linear(channels, 1));
        _output = Compose("output_operator.conv", new PublishedFrameOutput(form, modes));

        static Func<Value, Value> Plain(Linear layer) => x => layer.Apply(x);

        SpectralConvolution Kernel(string name) => Compose(name, new SpectralConvolution(channels, channels, modes,
            hasBias: false, null, shape => new BlockWeight(shape, corner => $"weight.{corner}")));

        Mlp Pointwise(string name) => Compose(name, new Mlp(channels, Mlp.Width(channels, options.MlpRatio), channels,
            options.Activation, "linear1", "linear2"));
    }

    public Value Apply(Value frames)
    {
        Value last = frames.Slice(2, _given - 1, 1), mixed = _mixing.Apply(_norm.Apply(_embedding.Apply(frames)));
        Shape latent = new([mixed.Shape[0], mixed.Shape[1], _options.LatentTimes]);
        Value v = _lifting(_first.Apply(mixed, latent) * _form.Scale(_given, _options.LatentTimes))
            + mixed.Slice(2, _given - 1, 1);
        if (!_form.HasLinearLifting) v = _options.Activation.Apply(v);
        foreach (Part part in _parts)
            v = _options.Activation.Apply(part.Mlp.Apply(part.Kernel.Apply(v)) + part.Skip.Apply(v));
        return last + _output.Apply(Value.Concat(2, last, _projection.Apply(v)), _options.LatentTimes + 1, _asked);
    }

    private sealed record Part(SpectralConvolution Kernel, Mlp Mlp, Linear Skip);
}
