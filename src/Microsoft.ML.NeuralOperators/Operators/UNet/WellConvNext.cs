using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// CNextU-net of The Well (Ohana et al. 2024, arXiv:2412.00568), by whose names its weights are read. Zeros lie
/// outside the grid. What the finest level was on the way down is not seen on the way up, and the others are seen as
/// they arrive on their level, before its blocks: both are better in <see cref="UNet"/>.
/// </summary>
internal sealed class WellConvNext : GridOperator
{
    private readonly GridConvolution _lifting;
    private readonly UNetLevel[] _levels;
    private readonly Func<Value, Value> _bottom;
    private readonly GridConvolution _projection;
    private readonly WellConvNextOptions _options;
    private readonly BoundaryCondition[] _zeros;

    public WellConvNext(WellConvNextOptions options)
        : base(Rules.Require(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        _options = options;
        _zeros = [.. Enumerable.Repeat(BoundaryCondition.Dirichlet, options.Dimensions)];
        int stages = options.Stages, bottom = options.Channels << stages;
        _lifting = Compose("in_proj",
            new GridConvolution(_zeros, options.InputChannels, options.Channels, 3, hasBias: true));
        _levels = [.. Enumerable.Range(0, stages).Select(Level)];
        Func<Value, Value> neck = Blocks("neck", options.NeckBlocks, bottom),
            first = Blocks("decoder.0", options.StageBlocks, bottom);
        _bottom = v => first(neck(v));
        _projection = Compose("out_proj",
            new GridConvolution(_zeros, options.Channels, options.OutputChannels, 3, hasBias: true));
    }

    protected override Value Forward(Value a) => _projection.Apply(UNetLevel.Run(_levels, _bottom, _lifting.Apply(a)));

    private UNetLevel Level(int level)
    {
        int width = _options.Channels << level;
        // Decoders count from the coarsest grid; each ends with the way to the next finer one.
        string encoder = $"encoder.{level}", above = $"decoder.{_options.Stages - 1 - level}",
            decoder = $"decoder.{_options.Stages - level}";
        Func<Value, Value> encode = Blocks(encoder, _options.StageBlocks, width);
        var down = (Norm: Compose($"{encoder}.resample.block.0", new PublishedChannelNorm(width)),
            Convolution: Compose($"{encoder}.resample.block.1",
                new GridConvolution(_zeros, width, 2 * width, 2, hasBias: true, stride: 2, padding: 0)));
        var up = (Norm: Compose($"{above}.resample.block.0", new PublishedChannelNorm(2 * width)),
            Convolution: Compose($"{above}.resample.block.1",
                new Prolongation(_zeros, 2 * width, width, kernel: 2, padding: 0, hasBias: true)));
        GridConvolution? merge = level == 0 ? null
            : Compose($"{decoder}.skip_proj", new GridConvolution(_zeros, 2 * width, width, 1, hasBias: true));
        Func<Value, Value> decode = level == 0 ? Identity : Blocks(decoder, _options.StageBlocks, width);
        return new(v => [v, encode(v)],
            v => down.Convolution.Apply(down.Norm.Apply(v).ContinueToMultiple(_zeros, 2)),
            (w, fine) => up.Convolution.Apply(up.Norm.Apply(w), fine),
            (w, kept) => merge is null ? w : decode(merge.Apply(Value.Concat(1, w, kept[0]))));
    }

    private Func<Value, Value> Blocks(string name, int count, int width)
    {
        ConvNextBlock[] blocks = [.. Enumerable.Range(0, count).Select(i => Compose($"{name}.blocks.{i}",
            new ConvNextBlock(_zeros, width, _options.Kernel, _options.Expansion, Activation.Gelu,
                _options.HasScale ? 1e-6 : null)))];
        return v => blocks.Aggregate(v, (x, block) => block.Apply(x));
    }
}

/// <summary>The sizes of a <see cref="WellConvNext"/>, as its weights tell them.</summary>
internal sealed record WellConvNextOptions : PublishedSizes
{
    /// <summary>How often the grid is halved.</summary>
    [Range(1, 12)]
    public int Stages { get; init; } = 4;

    /// <summary>Blocks of every stage, on both ways.</summary>
    [Range(0, Limits.Depth)]
    public int StageBlocks { get; init; } = 2;

    /// <summary>Blocks on the coarsest grid, before the decoder's.</summary>
    [Range(0, Limits.Depth)]
    public int NeckBlocks { get; init; } = 1;

    /// <summary>Points of the depth-wise kernels.</summary>
    [Range(1, 63)]
    public int Kernel { get; init; } = 7;

    /// <summary>Width of the perceptrons' hidden layers over their channels.</summary>
    [Range(1, Limits.Ratio)]
    public int Expansion { get; init; } = 4;

    /// <summary>Whether blocks have a learned factor for each channel.</summary>
    public bool HasScale { get; init; } = true;
}
