using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The residual networks of pdearena (Gupta, Brandstetter 2022, arXiv:2209.15616) and The Well (Ohana et al. 2024,
/// arXiv:2412.00568), by whose names their weights are read. Zeros lie outside the grid. In pdearena, nine cells of
/// them are added at the end of every axis and cut off again, and a field's channels are those of all its times.
/// </summary>
internal sealed class PublishedResNet : GridOperator
{
    private const int EndCells = 9;
    private readonly PublishedResNetOptions _options;
    private readonly BoundaryCondition[] _zeros;
    private readonly Func<Value, Value>[] _blocks;
    private readonly GridConvolution[] _lifting;
    private readonly GridConvolution[] _projection;

    public PublishedResNet(PublishedResNetOptions options)
        : base(Rules.Require(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        _options = options;
        _zeros = [.. Enumerable.Repeat(BoundaryCondition.Dirichlet, options.Dimensions)];
        int channels = options.Channels;
        bool isArena = options.Kind != PublishedResNetKind.Well;
        _lifting = isArena
            ? [End("conv_in1", options.InputChannels, channels, 1), End("conv_in2", channels, channels, 1)]
            : [End("input_conv", options.InputChannels, channels, 3)];
        _blocks = [.. options.Blocks.SelectMany((count, i) => isArena
            ? Enumerable.Range(0, count).Select(j => Block($"layers.{i}.{j}")) : [Block($"processors.{i}")])];
        _projection = isArena
            ? [End("conv_out1", channels, channels, 1), End("conv_out2", channels, options.OutputChannels, 1)]
            : [End("output_conv", channels, options.OutputChannels, 3)];
    }

    protected override Value Forward(Value a)
    {
        if (_options.Kind == PublishedResNetKind.Well) return _projection[0].Apply(Through(_lifting[0].Apply(a)));
        Value v = _lifting.Aggregate(a, (x, layer) => Activate(layer.Apply(x)));
        int[] axes = [.. Enumerable.Range(2, Dimensions)];
        v = v.Pad(PaddingMode.Zeros, axes, [.. axes.Select(_ => (Dim)0)], [.. axes.Select(_ => (Dim)EndCells)]);
        return _projection[1].Apply(Activate(_projection[0].Apply(Through(v).CutTo(2, Dimensions, a.Shape))));
    }

    private Value Through(Value v) => _blocks.Aggregate(v, (x, block) => block(x));

    private Value Activate(Value v) => _options.Activation.Apply(v);

    private GridConvolution End(string name, int from, int to, int kernel)
        => Compose(name, new GridConvolution(_zeros, from, to, kernel, hasBias: true));

    private Func<Value, Value> Block(string name)
    {
        // The second norm of a plain block is there even where the network has none.
        var form = new ResidualForm(_zeros, 3, Normalization.Group, _options.Activation)
        {
            HasFirstNorm = _options.HasNorm,
            NormName = "bn",
        };
        return _options.Kind == PublishedResNetKind.ArenaPlain
            ? Compose(name, new ResidualBlock(form, _options.Channels, _options.Channels, 1, 1)).Apply
            : Compose(name, new DilatedBlock(_zeros, _options)).Apply;
    }
}

/// <summary>x plus seven times a norm, a convolution and a nonlinearity, its points up to 8 cells apart.</summary>
internal sealed class DilatedBlock : Layer
{
    private static readonly int[] Dilations = [1, 2, 4, 8, 4, 2, 1];
    private readonly (FieldNormalization Norm, GridConvolution Convolution)[] _steps;
    private readonly Activation _activation;

    public DilatedBlock(IReadOnlyList<BoundaryCondition> boundaries, PublishedResNetOptions options)
    {
        _activation = options.Activation;
        Normalization kind = options.HasNorm ? Normalization.Group : Normalization.None;
        string convolutions = options.Kind == PublishedResNetKind.Well ? "conv_layers" : "dilation_layers";
        _steps = [.. Dilations.Select((dilation, i) => (
            Compose($"norm_layers.{i}", new FieldNormalization(kind, options.Channels)),
            Compose($"{convolutions}.{i}", new GridConvolution(boundaries, options.Channels, options.Channels, 3,
                hasBias: true, dilation: dilation))))];
    }

    public Value Apply(Value x)
    {
        Value y = x;
        foreach (var (norm, convolution) in _steps) y = _activation.Apply(convolution.Apply(norm.Apply(y)));
        return x + y;
    }
}

/// <summary>The published residual networks.</summary>
internal enum PublishedResNetKind
{
    /// <summary>pdearena's, of two convolutions a block.</summary>
    ArenaPlain,
    /// <summary>pdearena's, of seven dilated convolutions a block.</summary>
    ArenaDilated,
    /// <summary>The Well's, of seven dilated convolutions a block, without norms.</summary>
    Well,
}

/// <summary>The sizes of a <see cref="PublishedResNet"/>.</summary>
internal sealed record PublishedResNetOptions : PublishedSizes
{
    /// <summary>Which one.</summary>
    public PublishedResNetKind Kind { get; init; }

    /// <summary>Blocks of every layer; one each in The Well.</summary>
    [Entries(1, Limits.Depth), Each(1, Limits.Depth)]
    public IReadOnlyList<int> Blocks { get; init; } = [1, 1, 1, 1];

    /// <summary>Whether there are norms.</summary>
    public bool HasNorm { get; init; }

    /// <summary>Nonlinearity.</summary>
    public Activation Activation { get; init; }
}
