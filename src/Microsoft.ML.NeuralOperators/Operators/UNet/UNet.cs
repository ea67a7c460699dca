namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A U-Net (Ronneberger, Fischer, Brox 2015, arXiv:1505.04597), in one, two or three dimensions and on any grid: blocks
/// of convolutions on ever coarser grids, and the way back, on which every level also sees what it was on the way down.
/// With its <see cref="UNetBlock.ConvNext"/> blocks (Liu et al. 2022, arXiv:2201.03545) it is the strongest
/// convolutional baseline of The Well (Ohana et al. 2024, arXiv:2412.00568).
/// </summary>
/// <remarks>
/// <para>
/// v₀ = lift(a), on level l: sₗ = Bₗ(vₗ), vₗ₊₁ = down(sₗ); on the coarsest grid w = B(v); back up: wₗ = B'ₗ([up(wₗ₊₁),
/// sₗ]), u = project(w₀), where B are the blocks of <see cref="UNetOptions.Block"/>. Shapes are [batch, channels,
/// grid…]; an axis of n points has ⌈n/2⌉ on the next level, and results are cut to the finer level's size on the way
/// back.
/// </para>
/// <para>
/// Good at local dynamics on the grid of its training, steps in time and sharp fronts, and cheap; every convolution
/// keeps to the boundary conditions. Its weights belong to the spacing of that grid: on other grids it runs, but for
/// fields of another resolution take an FNO, or <see cref="GridOperatorOptions.ScoringGrid"/>.
/// </para>
/// </remarks>
public sealed class UNet : GridOperator
{
    private readonly GridConvolution _lifting;
    private readonly UNetLevel[] _levels;
    private readonly Func<Value, Value> _bottom;
    private readonly Func<Value, Value> _norm;
    private readonly GridConvolution _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public UNet(int inputChannels, int outputChannels, UNetOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _lifting = Compose("lifting",
            new GridConvolution(options.Boundaries, inputChannels, options.Channels, 3, hasBias: true));
        _levels = [.. Enumerable.Range(0, options.Levels).Select(Level)];
        _bottom = Blocks("bottom", Arriving(options.Levels), Width(options.Levels));
        // Only the residual blocks leave a sum behind that nothing has normalised and bent yet.
        _norm = options.Block != UNetBlock.Residual ? Identity
            : Compose("norm", new FieldNormalization(options.Normalization, options.Channels)).Apply;
        _projection = Compose("projection",
            new GridConvolution(options.Boundaries, options.Channels, outputChannels, 1, hasBias: true));
    }

    /// <summary>The architecture.</summary>
    public UNetOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value w = _norm(UNetLevel.Run(_levels, _bottom, _lifting.Apply(a)));
        Value u = _projection.Apply(Options.Block == UNetBlock.Residual ? Options.Activation.Apply(w) : w);
        return Options.HasOutputResidual ? u + a.LastChannels(Output.Channels) : u;
    }

    private int Width(int level) => Options.Channels << level;

    // Channels that come from above: the largest of 2 points are as many as before.
    private int Arriving(int level)
        => Options.Block == UNetBlock.Classic ? Width(Math.Max(level - 1, 0)) : Width(level);

    private UNetLevel Level(int level)
    {
        int width = Width(level);
        Func<Value, Value> encode = Blocks($"encoder.{level}.blocks", Arriving(level), width);
        Func<Value, Value> down = Down($"encoder.{level}.down", width);
        Func<Value, Shape, Value> up = Up($"decoder.{level}.up", width);
        Func<Value, Value> decode = Blocks($"decoder.{level}.blocks", 2 * width, width);
        return new(v => [encode(v)], down, up, (w, kept) => decode(Value.Concat(1, w, kept[0])));
    }

    private Func<Value, Value> Down(string name, int width) => Options.Block switch
    {
        UNetBlock.ConvNext => Compose(name, new PatchRestriction(Options.Boundaries, width, 2 * width)).Apply,
        UNetBlock.Residual => Compose(name,
            new GridConvolution(Options.Boundaries, width, 2 * width, 3, hasBias: true, stride: 2)).Apply,
        _ => v => v.ContinueToMultiple(Options.Boundaries, 2).Apply(new MaxPool(2)),
    };

    private Func<Value, Shape, Value> Up(string name, int width) => Options.Block switch
    {
        UNetBlock.ConvNext => Compose(name, new PatchProlongation(Options.Boundaries, 2 * width, width)).Apply,
        UNetBlock.Residual => Compose(name,
            new Prolongation(Options.Boundaries, 2 * width, width, kernel: 4, padding: 1, hasBias: true)).Apply,
        _ => Compose(name,
            new Prolongation(Options.Boundaries, 2 * width, width, kernel: 2, padding: 0, hasBias: true)).Apply,
    };

    // The first block leads from the channels that arrive to the level's.
    private Func<Value, Value> Blocks(string name, int from, int to)
    {
        Func<Value, Value>[] blocks = [.. Enumerable.Range(0, Options.Blocks)
            .Select(i => Block($"{name}.{i}", i == 0 ? from : to, to))];
        return v => blocks.Aggregate(v, (x, block) => block(x));
    }

    private Func<Value, Value> Block(string name, int from, int to)
    {
        IReadOnlyList<BoundaryCondition> boundaries = Options.Boundaries;
        int kernel = Options.KernelPoints;
        switch (Options.Block)
        {
            case UNetBlock.ConvNext:
                Func<Value, Value> merge = from == to ? Identity
                    : Compose($"{name}.merge", new GridConvolution(boundaries, from, to, 1, hasBias: true)).Apply;
                ConvNextBlock next = Compose(name,
                    new ConvNextBlock(boundaries, to, kernel, 4, Options.Activation, Options.LayerScale));
                return v => next.Apply(merge(v));
            case UNetBlock.Residual:
                var form = new ResidualForm(boundaries, kernel, Options.Normalization, Options.Activation);
                return Compose(name, new ResidualBlock(form, from, to, 1, 1)).Apply;
            default:
                return Compose(name, new ConvolutionPair(
                    (inputs, outputs) => new(boundaries, inputs, outputs, kernel,
                        hasBias: Options.Normalization == Normalization.None),
                    Options.Normalization, Options.Activation, from, to, to,
                    new(["conv1", "conv2"], ["norm1", "norm2"]))).Apply;
        }
    }
}
