namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The attention over all points of pdearena's U-Net: one head, whose weights are normalised over the points that ask
/// and not, as usual, over those that answer. Its stored norm has no part in it.
/// </summary>
internal sealed class ArenaAttention : Layer
{
    private readonly int _channels;
    private readonly Linear _projection;
    private readonly Linear _output;

    public ArenaAttention(int channels)
    {
        _channels = channels;
        Compose("norm", new GroupNormalization(1, channels));
        _projection = Compose("projection", new Linear(channels, 3 * channels));
        _output = Compose("output", new Linear(channels, channels));
    }

    /// <summary>[batch, channels, grid…] → the same shape.</summary>
    public Value Apply(Value x)
    {
        Value field = x.ChannelsLast(), points = field.AsPoints(), all = _projection.Apply(points);
        Value queries = Part(0), keys = Part(1), values = Part(2);
        Value weights = (queries.MatMul(keys.SwapLast()) * (1 / Math.Sqrt(_channels))).Softmax(1);
        return (_output.Apply(weights.MatMul(values)) + points).Reshape(field.Shape).ChannelsFirst();

        Value Part(int index) => all.Slice(-1, index * _channels, _channels);
    }
}
