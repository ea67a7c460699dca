namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LSM, the latent spectral model (Wu et al. 2023, arXiv:2301.12664), in one, two or three dimensions: a U-shaped
/// network whose every scale passes through a <see cref="NeuralSpectralBlock"/>, which solves in a space of few latent
/// tokens. Parameter names are those of the authors' programs.
/// </summary>
/// <remarks>
/// The lifted field is padded with zeros after its last point to a multiple of the number of patches, 2^(Scales-1), and
/// cut again at the end, axis by axis, so every grid is met; patches are fractions of the domain, not numbers of
/// points.
/// </remarks>
public sealed class Lsm : GridOperator
{
    private readonly Func<Value, Value> _embedding;
    private readonly Func<Value, Value> _lifting;
    private readonly ConvolutionPair[] _down;
    private readonly ConvolutionPair[] _up;
    private readonly NeuralSpectralBlock[] _blocks;
    private readonly GridConvolution _output;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Lsm(int inputChannels, int outputChannels, LsmOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int scales = options.Scales, finest = options.Channels;
        int inputs = inputChannels + (options.HasGridEmbedding ? options.AxisCount : 0);
        _embedding = options.HasGridEmbedding ? PointCoordinates.Append : Identity;
        _lifting = options.LiftingRatio > 0
            ? Compose("preprocess", Mlp.Published(inputs, Width(options.LiftingRatio), finest)).Apply
            : Lift(Compose("fc0", new Linear(inputs, finest)));
        int[] widths = [.. Enumerable.Range(0, scales).Select(s => finest << Math.Min(s, scales - 2))];
        _down = [.. Enumerable.Range(0, scales).Select(s => Compose(s == 0 ? "inc" : $"down{s}.maxpool_conv.1",
            new ConvolutionPair(options, widths[Math.Max(s - 1, 0)], widths[s], widths[s])))];
        // Entry s leads from scale s + 1 to scale s; the published names count from the coarsest.
        _up = [.. Enumerable.Range(0, scales - 1).Select(s => Compose($"up{scales - 1 - s}.conv",
            new ConvolutionPair(options, 2 * widths[s], widths[s], Math.Max(widths[s] / 2, finest))))];
        _output = Compose("outc.conv",
            new GridConvolution(options.AxisCount, finest, finest, 1, BoundaryCondition.Dirichlet, hasBias: true));
        _blocks = [.. Enumerable.Range(0, scales).Select(s => Compose($"process{s + 1}",
            new NeuralSpectralBlock(options, widths[s], 1 << (scales - 1 - s))))];
        _projection = Compose("",
            new Mlp(finest, Width(options.ProjectionRatio), outputChannels, first: "fc1", last: "fc2"));

        int Width(double ratio) => Math.Max(1, (int)Math.Round(ratio * finest));

        static Func<Value, Value> Lift(Linear lifting) => u => lifting.Apply(u);
    }

    /// <summary>The architecture.</summary>
    public LsmOptions Options { get; }

    // Lift, solve on every scale, project; the grid is padded to a multiple of the number of patches.
    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value lifted = _lifting(_embedding(a.ChannelsLast())).ChannelsFirst();
        Value u = Network(PadToMultiple(lifted, 1L << (Options.Scales - 1)));
        for (int axis = 2; axis < u.Rank; axis++) u = u.Slice(axis, 0, a.Shape[axis]);
        return _projection.Apply(u.ChannelsLast()).ChannelsFirst();
    }

    private static Value PadToMultiple(Value u, long multiple)
    {
        int[] grid = [.. Enumerable.Range(2, u.Rank - 2)];
        Dim[] after = [.. grid.Select(axis => Dim.CeilingDivide(u.Shape[axis], multiple) * multiple - u.Shape[axis])];
        return u.Pad(PaddingMode.Zeros, grid, [.. grid.Select(_ => (Dim)0)], after);
    }

    private Value Network(Value x)
    {
        var scales = new Value[_down.Length];
        for (int s = 0; s < scales.Length; s++)
            scales[s] = _down[s].Apply(s == 0 ? x : scales[s - 1].Apply(new MaxPool(2)));
        Value u = _blocks[^1].Apply(scales[^1]);
        for (int s = scales.Length - 2; s >= 0; s--)
        {
            Value skip = _blocks[s].Apply(scales[s]);
            u = LinearInterpolation.Resize(u, 2, [.. skip.Shape.Skip(2)]);
            u = _up[s].Apply(Value.Concat(1, skip, u));
        }
        return _output.Apply(u);
    }
}
