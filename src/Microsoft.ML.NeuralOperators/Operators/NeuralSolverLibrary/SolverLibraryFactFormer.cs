namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The Factformer of the Neural-Solver-Library: factorised attention with softmax kernels.</summary>
/// <remarks>
/// It differs from the paper's <see cref="FactFormer"/>: the softmax normalises the kernels, so that no quadrature is
/// needed on uniform grids, heads share their linear layers, and nothing encodes positions but the input.
/// </remarks>
internal sealed class SolverLibraryFactFormer(SolverLibraryOptions options)
    : SolverLibraryTransformer(options, Initializer.FanIn((long)options.Channels * options.Channels),
        () => new SolverLibraryFactFormerBlock(options));

/// <summary>The kernel of an axis is softmax(q kᵀ/√d) of the field's mean over the other axes.</summary>
internal sealed class SolverLibraryFactFormerBlock : SolverLibraryBlock
{
    private const string AxisNames = "xyz";
    private readonly int _heads;
    private readonly GridMean _mean;
    private readonly LayerNormalization _norm;
    private readonly Linear _values;
    private readonly Axis[] _axes;
    private readonly Linear _output;

    public SolverLibraryFactFormerBlock(SolverLibraryOptions options)
        : base(options)
    {
        int channels = options.Channels, width = channels / options.Heads;
        _heads = options.Heads;
        _mean = new GridMean(options.Dimensions, null);
        _norm = Compose("ln_1", new LayerNormalization(channels));
        _values = Compose("Attn.to_v", new Linear(width, width, hasBias: false));
        _axes = [.. Enumerable.Range(0, options.Dimensions).Select(a => new Axis(
            // The published sequences of all axes but the first begin with a rearrangement.
            Compose($"Attn.to_{AxisNames[a]}.{Math.Min(a, 1)}.to_in", new Linear(channels, channels, hasBias: false)),
            Compose($"Attn.to_{AxisNames[a]}.{Math.Min(a, 1)}.out_ffn.norm", new LayerNormalization(channels)),
            Compose($"Attn.to_{AxisNames[a]}.{Math.Min(a, 1)}.out_ffn.fn",
                Mlp.Published(channels, channels, channels, residualLayers: 1)),
            Compose($"Attn.attn_{AxisNames[a]}.to_q", new Linear(width, width, hasBias: false)),
            Compose($"Attn.attn_{AxisNames[a]}.to_k", new Linear(width, width, hasBias: false))))];
        _output = Compose("Attn.to_out.0", new Linear(channels, channels));
    }

    protected override Value Attend(Value x)
    {
        Value u = _norm.Apply(x);
        Value v = _values.Apply(u.SplitHeads(_heads));
        Value y = AxisContraction.Chain(_axes.Select((axis, a) => Kernel(axis, _mean.MeanOnto(u, a + 1))), v);
        return _output.Apply(y.JoinHeads());
    }

    private Value Kernel(Axis axis, Value mean)
    {
        Value f = axis.Mlp.Apply(axis.Norm.Apply(axis.Map.Apply(mean))).SplitHeads(_heads);
        double scale = 1 / Math.Sqrt(f.Shape[-1].Value);
        return (axis.Query.Apply(f) * scale).MatMul(axis.Key.Apply(f).SwapLast()).Softmax(-1);
    }

    private sealed record Axis(Linear Map, LayerNormalization Norm, Mlp Mlp, Linear Query, Linear Key);
}
