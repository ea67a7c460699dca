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
    private readonly LayerNormalization _queryNorm;
    private readonly LayerNormalization _keyNorm;
    private readonly NormalizedAttention _attention;

    public SolverLibraryGalerkinBlock(SolverLibraryOptions options)
        : base(options)
    {
        _queryNorm = Compose("ln_1", new LayerNormalization(options.Channels));
        _keyNorm = Compose("ln_1a", new LayerNormalization(options.Channels));
        _attention = Compose("Attn", new NormalizedAttention(options.Channels, options.Heads, null, isMean: true));
    }

    protected override Value Attend(Value x)
    {
        Value points = x.AsPoints();
        var source = new PointSource(_keyNorm.Apply(points), null);
        return _attention.Apply(_queryNorm.Apply(points), [source]).Reshape(x.Shape);
    }
}
