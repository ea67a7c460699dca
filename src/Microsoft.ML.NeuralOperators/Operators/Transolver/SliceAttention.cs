namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Transolver's physics attention (Wu et al. 2024, arXiv:2402.02366, section 3.2): [batch, points, channels] both ways.
/// </summary>
internal sealed class SliceAttention : MeshAttention
{
    private readonly double _dropout;
    private readonly SliceEncoder _encoder;
    private readonly TokenAttention _attention;
    private readonly Linear _output;

    /// <summary>Declares the layer.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axes">Grid axes of the projections' convolutions; 0 for linear projections.</param>
    public SliceAttention(TransolverOptions options, int axes)
    {
        _dropout = options.Dropout;
        _encoder = Compose("", new SliceEncoder(options, axes, options.HasBoundedTemperature));
        _attention = Compose("", new TokenAttention(options.Channels / options.Heads));
        _output = Compose("to_out.0", new Linear(options.Channels, options.Channels));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        (Value weights, Value tokens) = _encoder.Apply(x, mesh);
        return _output.Apply(Slices.Spread(weights, _attention.Apply(tokens))).Drop(_dropout);
    }
}
