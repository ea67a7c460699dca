using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// IFNO, the implicit Fourier neural operator (You, Zhang, Ross, Lee, Yu 2022, arXiv:2203.08205), in one, two or three
/// dimensions: one Fourier layer is applied again and again as the step of a differential equation in depth,
/// v ← v + σ(K v + W v + b)/L (eq. 9), the last time without σ.
/// </summary>
/// <remarks>
/// Good where data is scarce or depth is wanted: the parameters do not grow with it, and with 1/L as the step a deep
/// stack starts as tame as a shallow one. Less good where the stages of a solution differ, since all iterations have
/// the same weights. As all spectral operators it serves every resolution. Weights of IFNO3d of LESnets load by their
/// names: the frames that its kernel has as a fourth axis then are channels, one after the other.
/// </remarks>
public sealed class IFno : SpectralOperator
{
    private readonly Func<Value, Value> _lift;
    private readonly SpectralConvolution _kernel;
    private readonly Linear _skip;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public IFno(int inputChannels, int outputChannels, IFnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels, hidden = Mlp.Width(channels, options.ProjectionRatio);
        if (options.Published is { Frames: var frames, Modes: var modes })
        {
            Linear lifting = Compose("fc0", new Linear(inputChannels / frames, channels));
            _lift = a => lifting.Apply(a.FramesBehindGrid(frames));
            _kernel = Compose("sp_convs.0", new SpectralConvolution(channels, channels, [.. options.Modes, modes],
                hasBias: false, null, shape => new BlockWeight(shape, LesNetsWeights.Corner)));
            _skip = Compose("ws.0", new Linear(channels, channels));
            _projection = Compose("",
                new Mlp(channels, hidden, outputChannels / frames, options.Activation, "fc1", "fc2"));
            return;
        }
        _lift = Compose("lifting",
            new Mlp(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels)).Apply;
        _kernel = Compose("kernel", new SpectralConvolution(channels, channels, options.Modes, hasBias: false));
        _skip = Compose("skip", new Linear(channels, channels));
        _projection = Compose("projection", new Mlp(channels, hidden, outputChannels));
    }

    /// <summary>The architecture.</summary>
    public IFnoOptions Options { get; }

    private protected override Value Lift(Value a) => _lift(a);

    private protected override Value Layers(Value v)
    {
        for (int i = 1; i <= Options.Iterations; i++)
        {
            Value slope = _kernel.Apply(v) + _skip.Apply(v);
            if (i < Options.Iterations) slope = Sampling.Apply(slope, x => Options.Activation.Apply(x));
            v += slope * (1.0 / Options.Iterations);
        }
        return v;
    }

    private protected override Value Project(Value v)
        => Options.Published is null ? _projection.Apply(v) : _projection.Apply(v).FramesInChannels();
}
