namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Transolver++'s physics attention with eidetic states (Luo et al. 2025, arXiv:2502.02414): [batch,
/// points, channels] both ways.
/// </summary>
internal sealed class SharpSliceAttention : MeshAttention
{
    private const double LowestTemperature = 0.01;
    private readonly TransolverPlusPlusOptions _options;
    private readonly ParameterDeclaration _bias;
    private readonly Mlp _temperature;
    private readonly MeshProjection _places;
    private readonly Linear _slices;
    private readonly TokenAttention _attention;
    private readonly Linear _output;

    /// <summary>Declares the layer.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axes">Grid axes of the projection's convolution; 0 for a linear projection.</param>
    public SharpSliceAttention(TransolverPlusPlusOptions options, int axes)
    {
        _options = options;
        int channels = options.Channels, width = channels / options.Heads;
        _bias = Declare("bias", [1, options.Heads, 1, 1], new Initializer.Fill(0.5f));
        _temperature = Compose("proj_temperature", Mlp.Published(width, options.Slices, 1, first: "0", last: "2"));
        _places = Compose("in_project_x",
            new MeshProjection(axes, channels, channels, options.Boundary));
        _slices = Compose("in_project_slice", new Linear(width, options.Slices));
        _attention = Compose("", new TokenAttention(width));
        _output = Compose("to_out.0", new Linear(channels, channels));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        Value places = _places.Apply(x, mesh).SplitHeads(_options.Heads);
        Value temperature = (_temperature.Apply(places).Gelu() + x.Bind(_bias)).AtLeast(LowestTemperature);
        Value logits = _slices.Apply(places);
        if (_options.HasNoise) logits = logits.Apply(new GumbelNoise());
        (Value weights, Value tokens) = Slices.Gather(logits, temperature, places, mesh);
        return _output.Apply(Slices.Spread(weights, _attention.Apply(tokens))).Drop(_options.Dropout);
    }
}
