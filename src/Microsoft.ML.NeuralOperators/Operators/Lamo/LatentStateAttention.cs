namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// LaMO's latent operator (arXiv:2505.19105): points are gathered into slices, a state space goes along the
/// sequence of their tokens in both directions, and slices are spread to the points again. [batch, points, channels]
/// both ways.
/// </summary>
internal sealed class LatentStateAttention : MeshAttention
{
    private readonly int _heads;
    private readonly SliceEncoder _encoder;
    private readonly SequenceMixer _mixer;
    private readonly Linear _output;

    /// <summary>Declares the layer.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axes">Grid axes of the projections' convolutions; 0 for linear projections.</param>
    /// <param name="shared">The encoder of all blocks; null for one of its own.</param>
    public LatentStateAttention(LamoOptions options, int axes, SliceEncoder? shared)
    {
        _heads = options.Heads;
        _encoder = shared ?? Compose("", new SliceEncoder(options, axes, options.HasBoundedTemperature));
        _mixer = Compose<SequenceMixer>("hydra", options.StateSpace == StateSpaceKind.QuasiSeparable
            ? new QuasiSeparableMixer(options) : new BidirectionalMixer(options));
        _output = Compose("to_out.0",
            new Linear(options.Channels, options.Channels));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        (Value weights, Value tokens) = _encoder.Apply(x, mesh);
        Value mixed = _mixer.Apply(tokens.JoinHeads()).SplitHeads(_heads);
        return _output.Apply(Slices.Spread(weights, mixed));
    }
}
