namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A mixture of pointwise networks, all of them run: Σₑ gₑ(point)·Wₑ' GELU(Wₑ x). [batch, points, channels] both ways.
/// </summary>
internal sealed class ExpertMixture : Layer
{
    private readonly Mlp[] _experts;

    public ExpertMixture(int channels, int hidden, int experts)
        => _experts = [.. Enumerable.Range(0, experts)
            .Select(e => Compose($"{e}", new Mlp(channels, hidden, channels, first: "0", last: "2")))];

    /// <summary>Applies the experts.</summary>
    /// <param name="x">[batch, points, channels].</param>
    /// <param name="gate">[batch, points, experts].</param>
    public Value Apply(Value x, Value gate) => _experts
        .Select((expert, e) => expert.Apply(x) * gate.Slice(-1, e, 1))
        .Aggregate((a, b) => a + b);
}
