namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The layers of an <see cref="StFno"/>, on [height, width, frames, batch, components]: from the frames given to the
/// next ones.
/// </summary>
internal sealed class FrameLayers : Layer
{
    private readonly StFnoOptions _options;
    private readonly FrameEmbedding _embedding;
    private readonly GroupNormalization _norm;
    private readonly Linear _mixing, _projection;
    private readonly SpectralConvolution[] _kernels;
    private readonly Mlp[] _mlps;
    private readonly Linear[] _skips;
    private readonly FrameOutput _output;
    private readonly int _given, _asked;

    /// <summary>Declares the layers.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="given">Frames in.</param>
    /// <param name="asked">Frames out.</param>
    public FrameLayers(StFnoOptions options, int given, int asked)
    {
        (_options, _given, _asked) = (options, given, asked);
        int channels = options.Channels, parts = options.Components;
        int[] modes = [.. options.Modes, options.TimeModes];
        _embedding = Compose("lifting", new FrameEmbedding(parts, channels, given, options.TimeGrowth));
        _norm = Compose("norm", new GroupNormalization(1, channels));
        _mixing = Compose("mixing", new Linear(channels, channels));
        _kernels = [.. Enumerable.Range(0, options.Layers).Select(i
            => Compose($"kernels.{i}", new SpectralConvolution(channels, channels, modes, hasBias: false)))];
        _mlps = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"mlps.{i}",
            new Mlp(channels, Mlp.Width(channels, options.MlpRatio), channels, options.Activation)))];
        _skips = [.. Enumerable.Range(1, options.Layers - 1)
            .Select(i => Compose($"skips.{i}", new Linear(channels, channels)))];
        _projection = Compose("projection", new Linear(channels, parts));
        _output = Compose("output", new FrameOutput(parts, modes));
    }

    public Value Apply(Value frames)
    {
        Value last = frames.Slice(2, _given - 1, 1), lifted = _embedding.Apply(frames);
        Shape latent = new([lifted.Shape[0], lifted.Shape[1], _options.LatentTimes]);
        Value v = _mlps[0].Apply(_kernels[0].Apply(_mixing.Apply(_norm.Apply(lifted)), latent));
        v = _options.Activation.Apply(v + lifted.Slice(2, _given - 1, 1));
        for (int i = 1; i < _kernels.Length; i++)
            v = _options.Activation.Apply(_mlps[i].Apply(_kernels[i].Apply(v)) + _skips[i - 1].Apply(v));
        Value times = Value.Concat(2, last, _projection.Apply(v));
        return last + _output.Apply(times, _asked);
    }
}
