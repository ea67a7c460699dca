namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A block of ONO (Xiao et al. 2024, arXiv:2310.12487) on two streams [batch, points, channels]: the
/// features x, and the prediction f, which is projected on the basis that x gives.
/// </summary>
internal sealed class OnoBlock : Layer
{
    private readonly bool _hasMeans;
    private readonly LayerNormalization _attentionNorm;
    private readonly MeshAttention _attention;
    private readonly LayerNormalization _mlpNorm;
    private readonly Mlp _mlp;
    private readonly OrthonormalBasis _basis;
    private readonly ParameterDeclaration _factors;
    private readonly LayerNormalization _predictionNorm;
    private readonly Func<Value, Value> _update;

    /// <summary>Declares the block.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="outputs">Channels that the last block gives; null for the others.</param>
    public OnoBlock(OnoOptions options, int? outputs)
    {
        int channels = options.Channels;
        _hasMeans = options.HasMeans;
        _attentionNorm = Compose("ln_1", new LayerNormalization(channels));
        _attention = Compose("Attn", Attention(options));
        _mlpNorm = Compose("ln_2", new LayerNormalization(channels));
        _mlp = Compose("mlp", Hidden());
        _basis = Compose("", new OrthonormalBasis(channels, options.BasisFunctions, options.HasBatchBasis));
        _factors = Declare("mu", [options.BasisFunctions], Initializer.Zeros);
        _predictionNorm = Compose("ln_3", new LayerNormalization(channels));
        _update = outputs is { } last
            ? Last(Compose("mlp2", new Linear(channels, last)))
            : Compose("mlp2", Hidden()).Apply;

        Mlp Hidden() => Mlp.Published(channels, options.MlpChannels, channels, activation: options.Activation);

        static Func<Value, Value> Last(Linear linear) => f => linear.Apply(f);
    }

    /// <summary>Applies the block.</summary>
    /// <param name="x">The features.</param>
    /// <param name="f">The prediction.</param>
    /// <param name="mesh">Where the points are.</param>
    public (Value Features, Value Prediction) Apply(Value x, Value f, MeshPoints mesh)
    {
        x += _attention.Apply(_attentionNorm.Apply(x), mesh);
        x += _mlp.Apply(_mlpNorm.Apply(x));
        Value basis = _basis.Apply(x, mesh);
        Value coefficients = mesh.Masked(basis).SwapLast().MatMul(f);
        if (_hasMeans) coefficients /= mesh.Count(x);
        // softplus μ
        Value factors = (f.Bind(_factors).Exp() + 1).Log();
        f += (basis * factors).MatMul(coefficients);
        return (x, _update(_predictionNorm.Apply(f)));
    }

    private static MeshAttention Attention(OnoOptions options) => options.Attention switch
    {
        OnoAttention.Normalized => new NormalizedMeshAttention(options.Channels, options.Heads),
        OnoAttention.Linear => new LinearMeshAttention(options.Channels, options.Heads),
        _ => new NystromAttention(options),
    };
}
