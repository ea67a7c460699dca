using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The modern U-Net of pdearena (Gupta, Brandstetter 2022, arXiv:2209.15616), by whose names its weights are read:
/// residual blocks with pre-activation, of which each on the way up sees one of the way down; zeros lie outside the
/// grid. The input's channels are those of all its times, one after the other.
/// </summary>
internal sealed class ArenaUNet : GridOperator
{
    private const int FinalGroups = 8;
    private readonly ArenaUNetOptions _options;
    private readonly BoundaryCondition[] _zeros;
    private readonly GridConvolution _lifting;
    private readonly UNetLevel[] _levels;
    private readonly Func<Value, Value> _bottom;
    private readonly Func<Value, Value> _norm;
    private readonly GridConvolution _projection;

    public ArenaUNet(ArenaUNetOptions options)
        : base(Rules.Require(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        _options = options;
        _zeros = [.. Enumerable.Repeat(BoundaryCondition.Dirichlet, options.Dimensions)];
        int last = options.Widths.Count - 1, coarsest = options.Widths[last];
        _lifting = Compose("image_proj", Convolution(options.InputChannels, options.Channels, options.EndKernel));
        _levels = [.. Enumerable.Range(0, last).Select(Level)];
        Func<Value, IReadOnlyList<Value>> encode = Encoder(last);
        Func<Value, Value> first = Block("middle.res1", "middle.attn", coarsest, coarsest, options.HasMiddleAttention),
            second = Block("middle.res2", null, coarsest, coarsest, false);
        Func<Value, IReadOnlyList<Value>, Value> decode = Decoder(last);
        _bottom = v =>
        {
            IReadOnlyList<Value> kept = encode(v);
            return decode(second(first(kept[^1])), kept);
        };
        _norm = options.HasNorm ? Compose("norm", new GroupNormalization(FinalGroups, options.Channels,
            layout: FieldLayout.ChannelsFirst)).Apply : Identity;
        _projection = Compose("final", Convolution(options.Channels, options.OutputChannels, options.EndKernel));
    }

    protected override Value Forward(Value a)
    {
        Value w = UNetLevel.Run(_levels, _bottom, _lifting.Apply(a));
        return _projection.Apply(_options.Activation.Apply(_norm(w)));
    }

    private UNetLevel Level(int level)
    {
        // Names count through all levels: blocks and the way to the next level.
        int blocks = _options.LevelBlocks, below = _options.Widths.Count - 2 - level, width = _options.Widths[level];
        Func<Value, IReadOnlyList<Value>> encode = Encoder(level);
        GridConvolution down = Compose($"down.{level * (blocks + 1) + blocks}.conv", new GridConvolution(_zeros, width,
            width, 3, hasBias: true, stride: 2));
        Prolongation up = Compose($"up.{below * (blocks + 2) + blocks + 1}.conv",
            new Prolongation(_zeros, width, width, kernel: 4, padding: 1, hasBias: true));
        return new(encode, down.Apply, up.Apply, Decoder(level));
    }

    private Func<Value, IReadOnlyList<Value>> Encoder(int level)
    {
        int first = level * (_options.LevelBlocks + 1), width = _options.Widths[level];
        Func<Value, Value>[] blocks = [.. Enumerable.Range(0, _options.LevelBlocks).Select(i
            => Block($"down.{first + i}", i == 0 ? Arriving(level) : width, width, _options.HasAttention[level]))];
        return v =>
        {
            var kept = new List<Value> { v };
            foreach (Func<Value, Value> block in blocks) kept.Add(block(kept[^1]));
            return kept;
        };
    }

    // As many blocks as there are fields to see: what each block made and what came to the level.
    private Func<Value, IReadOnlyList<Value>, Value> Decoder(int level)
    {
        int count = _options.LevelBlocks, first = (_options.Widths.Count - 1 - level) * (count + 2),
            width = _options.Widths[level];
        Func<Value, Value>[] blocks = [.. Enumerable.Range(0, count + 1).Select(i
            => Block($"up.{first + i}", width + Leaving(i), Leaving(i), _options.HasAttention[level]))];
        return (w, kept) =>
        {
            for (int i = 0; i <= count; i++) w = blocks[i](Value.Concat(1, w, kept[count - i]));
            return w;
        };

        int Leaving(int block) => block < count ? width : Arriving(level);
    }

    private int Arriving(int level) => level == 0 ? _options.Channels : _options.Widths[level - 1];

    private Func<Value, Value> Block(string name, int from, int to, bool hasAttention)
        => Block($"{name}.res", $"{name}.attn", from, to, hasAttention);

    private Func<Value, Value> Block(string name, string? attention, int from, int to, bool hasAttention)
    {
        var form = new ResidualForm(_zeros, 3, _options.HasNorm ? Normalization.Group : Normalization.None,
            _options.Activation);
        ResidualBlock block = Compose(name, new ResidualBlock(form, from, to, 1, 1));
        if (!hasAttention) return block.Apply;
        ArenaAttention over = Compose(attention!, new ArenaAttention(to));
        return v => over.Apply(block.Apply(v));
    }

    private GridConvolution Convolution(int from, int to, int kernel) => new(_zeros, from, to, kernel, hasBias: true);
}

/// <summary>The sizes of an <see cref="ArenaUNet"/>.</summary>
internal sealed record ArenaUNetOptions : PublishedSizes
{
    /// <summary>Channels of each level, the finest first.</summary>
    [Entries(1, 12), Each(1, Limits.Width)]
    public IReadOnlyList<int> Widths { get; init; } = [64, 128, 256, 1024];

    /// <summary>Blocks of every level on the way down; one more on the way up.</summary>
    [Range(1, Limits.Depth)]
    public int LevelBlocks { get; init; } = 2;

    /// <summary>Which levels have attention after every block.</summary>
    public IReadOnlyList<bool> HasAttention { get; init; } = [];

    /// <summary>Whether the coarsest grid has attention between its two blocks.</summary>
    public bool HasMiddleAttention { get; init; }

    /// <summary>Whether there are norms.</summary>
    public bool HasNorm { get; init; }

    /// <summary>Points of the first and the last kernel.</summary>
    [Range(1, 63)]
    public int EndKernel { get; init; } = 3;

    /// <summary>Nonlinearity.</summary>
    public Activation Activation { get; init; }
}
