namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A block of GNOT on [batch, points, channels]: x ← x + cross(norm x, norm zᵢ), x ← x + norm(experts x), x ← x +
/// self(norm x), x ← x + norm(experts' x). One gating serves both groups of experts. Names are those of the
/// Neural-Solver-Library.
/// </summary>
internal sealed class GnotBlock : Layer
{
    private readonly LayerNormalization _crossNorm;
    private readonly LayerNormalization[] _sourceNorms;
    private readonly NormalizedAttention _cross;
    private readonly ExpertMixture _firstExperts;
    private readonly LayerNormalization _firstNorm;
    private readonly LayerNormalization _selfNorm;
    private readonly NormalizedAttention _self;
    private readonly ExpertMixture _secondExperts;
    private readonly LayerNormalization _secondNorm;
    private readonly GeometricGate _gate;

    /// <summary>Declares the block.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="hidden">Width of experts and gating.</param>
    /// <param name="experts">Experts of each group.</param>
    /// <param name="coordinates">Coordinates of a point.</param>
    /// <param name="sources">
    /// Input functions with linear layers of their own; null for one under the Neural-Solver-Library's names.
    /// </param>
    public GnotBlock(int channels, int heads, int hidden, int experts, int coordinates, int? sources)
    {
        _crossNorm = Compose("ln1", new LayerNormalization(channels));
        _sourceNorms = sources is not { } count ? [Compose("ln2", new LayerNormalization(channels))]
            : [.. Enumerable.Range(0, count).Select(i => Compose($"ln2.{i}", new LayerNormalization(channels)))];
        _firstNorm = Compose("ln3", new LayerNormalization(channels));
        _selfNorm = Compose("ln4", new LayerNormalization(channels));
        _secondNorm = Compose("ln5", new LayerNormalization(channels));
        _self = Compose("selfattn", new NormalizedAttention(channels, heads, null));
        _cross = Compose("crossattn", new NormalizedAttention(channels, heads, sources));
        _firstExperts = Compose("moe_mlp1", new ExpertMixture(channels, hidden, experts));
        _secondExperts = Compose("moe_mlp2", new ExpertMixture(channels, hidden, experts));
        _gate = Compose("gatenet", new GeometricGate(coordinates, hidden, experts));
    }

    /// <summary>Applies the block.</summary>
    /// <param name="x">The query points' features and their mask.</param>
    /// <param name="sources">The input functions.</param>
    /// <param name="points">The query points [batch, points, coordinates].</param>
    public Value Apply(PointSource x, IReadOnlyList<PointSource> sources, Value points)
    {
        Value gate = _gate.Apply(points), u = x.Features;
        u += _cross.Apply(_crossNorm.Apply(u),
            [.. sources.Select((z, i) => z with { Features = _sourceNorms[i].Apply(z.Features) })]);
        u += _firstNorm.Apply(_firstExperts.Apply(u, gate));
        Value normal = _selfNorm.Apply(u);
        u += _self.Apply(normal, [new PointSource(normal, x.Mask)]);
        return u + _secondNorm.Apply(_secondExperts.Apply(u, gate));
    }
}
