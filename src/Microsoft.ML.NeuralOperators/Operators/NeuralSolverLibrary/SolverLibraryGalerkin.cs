namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The Galerkin_Transformer of the Neural-Solver-Library: no coarse grid and no regressor.</summary>
internal sealed class SolverLibraryGalerkin(SolverLibraryOptions options)
    : SolverLibraryTransformer(options, new Initializer.UniformAboveZero(1.0 / options.Channels),
        () => new SolverLibraryGalerkinBlock(options));

/// <summary>
/// Queries come from one norm, keys and values from another; attention is q (kᵀ v)/n + q with softmax applied to q and
/// k over the head dimension.
/// </summary>
internal sealed class SolverLibraryGalerkinBlock : SolverLibraryBlock
{
    private readonly int _heads;
    private readonly LayerNormalization _queryNorm;
    private readonly LayerNormalization _keyNorm;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;

    public SolverLibraryGalerkinBlock(SolverLibraryOptions options)
        : base(options)
    {
        int channels = options.Channels;
        _heads = options.Heads;
        _queryNorm = Compose("ln_1", new LayerNormalization(channels));
        _keyNorm = Compose("ln_1a", new LayerNormalization(channels));
        _key = Compose("Attn.key", new Linear(channels, channels));
        _query = Compose("Attn.query", new Linear(channels, channels));
        _value = Compose("Attn.value", new Linear(channels, channels));
        _output = Compose("Attn.proj", new Linear(channels, channels));
    }

    protected override Value Attend(Value x)
    {
        Value points = x.Reshape(x.Shape[0], x.Shape.Product(1, x.Rank - 1), x.Shape[-1]);
        Value first = _queryNorm.Apply(points), second = _keyNorm.Apply(points);
        Value query = _query.Apply(first).SplitHeads(_heads).Softmax(-1),
            key = _key.Apply(second).SplitHeads(_heads).Softmax(-1);
        Value value = _value.Apply(second).SplitHeads(_heads);
        Value context = key.Transpose(0, 1, 3, 2).MatMul(value) / x.Interpreter.Number(points.Shape[1]);
        return _output.Apply((query.MatMul(context) + query).JoinHeads()).Reshape(x.Shape);
    }
}
