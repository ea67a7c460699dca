namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// GNOT's geometric gating (arXiv:2302.14376, section 3.3): how much every expert has to say at a point, by its
/// coordinates alone. [batch, points, coordinates] → [batch, points, experts], the softmax of a network of two hidden
/// layers.
/// </summary>
internal sealed class GeometricGate : Layer
{
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _last;

    public GeometricGate(int coordinates, int hidden, int experts)
    {
        _first = Compose("0", new Linear(coordinates, hidden));
        _second = Compose("2", new Linear(hidden, hidden));
        _last = Compose("4", new Linear(hidden, experts));
    }

    public Value Apply(Value points)
        => _last.Apply(_second.Apply(_first.Apply(points).Gelu()).Gelu()).Softmax(-1);
}
