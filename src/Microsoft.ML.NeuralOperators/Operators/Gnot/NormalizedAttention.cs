namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// GNOT's heterogeneous normalised attention (arXiv:2302.14376, section 3.2), linear in the points: with q = softmax(W
/// x) over the channels of a head and kᵢ = softmax(Wᵢ zᵢ), vᵢ = Vᵢ zᵢ of every source, q + Σᵢ q(kᵢᵀvᵢ)/(q·Σₜkᵢₜ), heads
/// joined and mapped. The authors' program sums over the sources, where the paper takes the mean. [batch, points,
/// channels] both ways.
/// </summary>
internal sealed class NormalizedAttention : Attention
{
    private readonly bool _isMean;
    private readonly Linear _projection;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="sources">
    /// Sources with linear layers of their own; null for one, under the names of attention with one.
    /// </param>
    /// <param name="isMean">Whether a source's sum is divided by its number of points instead of q·Σₜkₜ.</param>
    public NormalizedAttention(int channels, int heads, int? sources, bool isMean = false)
        : base(channels, heads, sources)
    {
        _isMean = isMean;
        _projection = Compose("proj", new Linear(channels, channels));
    }

    /// <remarks>
    /// Heads stay side by side in the channels: kᵀv is made for all pairs of channels and cut to the blocks of the
    /// heads, which costs less than to bring the points of every head together.
    /// </remarks>
    public Value Apply(Value x, IReadOnlyList<PointSource> sources)
    {
        Value q = SoftmaxOfHeads(Query.Apply(x)), sum = q;
        for (int i = 0; i < sources.Count; i++)
        {
            var (z, mask) = sources[i];
            Value k = SoftmaxOfHeads(Keys[i].Apply(z)), v = Values[i].Apply(z);
            // A point that a sample lacks has no key: it adds to neither sum.
            if (mask is not null) k *= mask.SwapLast();
            Value product = q.MatMul(k.SwapLast().MatMul(v) * Blocks(x.Interpreter, x.Shape[-1].Value));
            sum += _isMean ? product / (mask?.Reduce(Reduction.Sum, 2) ?? x.Interpreter.Number(z.Shape[1]))
                : (Split(product) / Split(q * k.Reduce(Reduction.Sum, 1)).Reduce(Reduction.Sum, -1)).Reshape(x.Shape);
        }
        return _projection.Apply(sum);
    }

    private Value SoftmaxOfHeads(Value x) => Split(x).Softmax(-1).Reshape(x.Shape);

    // [batch, points, channels] → [batch, points, heads, channels of a head]
    private Value Split(Value x) => x.Reshape(x.Shape[0], x.Shape[1], Heads, x.Shape[2].Value / Heads);

    // [channels, channels], 1 where both belong to one head.
    private Value Blocks(Interpreter interpreter, long channels)
    {
        long width = channels / Heads;
        return interpreter.Table($"blocks {channels} {Heads}", () => interpreter.Constant(
            [.. Enumerable.Range(0, (int)(channels * channels))
                .Select(i => i / channels / width == i % channels / width ? 1.0 : 0.0)], channels, channels));
    }
}
