namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The factorised attention block of FactFormer (arXiv:2305.17560, section 3.2) and IFactFormer-m (arXiv:2412.18840):
/// [batch, grid…, channels] → the same. The values are integrated against one learned kernel per axis, whose cost grows
/// with the square of single axes only, then normalised over the domain and mapped by W₂ GELU(W₁ y).
/// </summary>
internal sealed class FactorizedAttention : Layer
{
    private const string AxisNames = "xyz";
    private readonly int _heads;
    private readonly bool _isParallel;
    private readonly GridMean _mean;
    private readonly LayerNormalization _norm;
    private readonly Linear _values;
    private readonly Linear _input;
    private readonly AxisReducer[] _reducers;
    private readonly AxisKernel[] _kernels;
    private readonly DomainNormalization _domainNorm;
    private readonly Linear _first;
    private readonly Linear _second;

    /// <summary>Declares the block.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="isParallel">
    /// Whether every axis integrates the values independently, instead of one after the other.
    /// </param>
    /// <param name="normalizesHeads">
    /// Whether the norm takes the channels of a head together, instead of one by one.
    /// </param>
    /// <param name="epsilon">Added to the norm's variance.</param>
    /// <param name="outputIndex">
    /// Index of the output's layers in the published sequence, in which the parts of the norm count.
    /// </param>
    public FactorizedAttention(FactorizedAttentionOptions options, bool isParallel, bool normalizesHeads,
        double epsilon, int outputIndex)
    {
        (_heads, _isParallel, _mean) = (options.Heads, isParallel, options.Mean);
        int axes = options.Dimensions, channels = options.Channels, inner = options.Heads * options.HeadChannels;
        int merged = isParallel ? axes * inner : inner;
        _norm = Compose("in_norm", new LayerNormalization(channels));
        _values = Compose("to_v", new Linear(channels, inner, hasBias: false));
        _input = Compose("to_in", new Linear(channels, channels, hasBias: false));
        // The published sequences of all axes but the first begin with a rearrangement.
        _reducers = [.. Enumerable.Range(0, axes)
            .Select(a => Compose($"to_{AxisNames[a]}.{Math.Min(a, 1)}", new AxisReducer(channels)))];
        _kernels = [.. Enumerable.Range(0, axes)
            .Select(a => Compose($"low_rank_kernel_{AxisNames[a]}", new AxisKernel(options, a)))];
        _domainNorm = Compose("to_out.0", new DomainNormalization(_mean, normalizesHeads ? _heads : merged, epsilon,
            isUnbiased: normalizesHeads && !options.HasQuadrature));
        _first = Compose($"to_out.{outputIndex}", new Linear(merged, channels, hasBias: false));
        _second = Compose($"to_out.{outputIndex + 2}", new Linear(channels, channels, hasBias: false));
    }

    public Value Apply(Value x)
    {
        Value u = _norm.Apply(x);
        Value v = _values.Apply(u).SplitHeads(_heads);
        Value[] kernels = [.. _kernels.Select((kernel, a)
            => kernel.Apply(_reducers[a].Apply(_input.Apply(_mean.MeanOnto(u, a + 1)))))];
        Value y = _isParallel ? Value.Concat(-1, [.. AxisContraction.Each(kernels, v)])
            : AxisContraction.Chain(kernels, v);
        return _second.Apply(_first.Apply(_domainNorm.Apply(y.JoinHeads())).Gelu());
    }
}
