using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// ST-FNO, the spatio-temporal Fourier neural operator (Cao, Brarda, Li, Xi 2024, arXiv:2405.17211): from the frames
/// of a trajectory to the next ones all at once, [frames, height, width], by Fourier layers in space and time. The
/// transform back to other times than those that came in makes the number of frames free.
/// </summary>
/// <remarks>
/// Good for periodic flows whose frames are close in time, where a few epochs are enough; its predictions can be
/// refined by the equation afterwards (<see cref="VorticityRefiner"/>). The change since the last frame is what it
/// predicts, by a last layer that is linear in the spectrum. It serves every resolution, and of the frames as many as
/// it was trained with. The published program lifts by repetition instead of a linear map, counts the end of the domain
/// twice in its coordinates and needs even grids.
/// </remarks>
public sealed class StFno : GridOperator
{
    private readonly FrameEmbedding _embedding;
    private readonly GroupNormalization _norm;
    private readonly Linear _mixing, _projection;
    private readonly SpectralConvolution[] _kernels;
    private readonly Mlp[] _mlps;
    private readonly Linear[] _skips;
    private readonly FrameOutput _output;
    private readonly int _given, _asked;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Frames in, each of one number or the two components of a velocity.</param>
    /// <param name="outputChannels">Frames out.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public StFno(int inputChannels, int outputChannels, StFnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels, parts = options.Components;
        (_given, _asked) = (inputChannels / parts, outputChannels / parts);
        int[] modes = [.. options.Modes, options.TimeModes];
        _embedding = Compose("lifting", new FrameEmbedding(parts, channels, _given, options.TimeGrowth));
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

    /// <summary>The architecture.</summary>
    public StFnoOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value frames = Frames(a), last = frames.Slice(2, _given - 1, 1), lifted = _embedding.Apply(frames);
        Shape latent = new([lifted.Shape[0], lifted.Shape[1], Options.LatentTimes]);
        Value v = _mlps[0].Apply(_kernels[0].Apply(_mixing.Apply(_norm.Apply(lifted)), latent));
        v = Options.Activation.Apply(v + lifted.Slice(2, _given - 1, 1));
        for (int i = 1; i < _kernels.Length; i++)
            v = Options.Activation.Apply(_mlps[i].Apply(_kernels[i].Apply(v)) + _skips[i - 1].Apply(v));
        Value times = Value.Concat(2, last, _projection.Apply(v));
        return Channels(last + _output.Apply(times, _asked));
    }

    // [batch, frames·components, height, width] → [height, width, frames, batch, components].
    private Value Frames(Value a)
    {
        Value x = a.GridFirst();
        return x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2], _given, Options.Components).Transpose(0, 1, 3, 2, 4);
    }

    private static Value Channels(Value frames)
    {
        Value x = frames.Transpose(0, 1, 3, 2, 4);
        return x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3] * x.Shape[4]).GridLast();
    }
}
