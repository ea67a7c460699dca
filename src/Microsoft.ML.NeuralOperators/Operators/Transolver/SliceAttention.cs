namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Transolver's physics attention (Wu et al. 2024, arXiv:2402.02366, section 3.2): [batch, points, channels] both ways.
/// </summary>
internal sealed class SliceAttention : MeshAttention
{
    private const double LowestTemperature = 0.1, HighestTemperature = 5;
    private readonly TransolverOptions _options;
    private readonly ParameterDeclaration _temperature;
    private readonly MeshProjection _places;
    private readonly MeshProjection _features;
    private readonly Linear _slices;
    private readonly TokenAttention _attention;
    private readonly Linear _output;

    /// <summary>Declares the layer.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axes">Grid axes of the projections' convolutions; 0 for linear projections.</param>
    public SliceAttention(TransolverOptions options, int axes)
    {
        _options = options;
        int channels = options.Channels, width = channels / options.Heads;
        _temperature = Declare("temperature", [1, options.Heads, 1, 1], new Initializer.Fill(0.5f));
        _places = Compose("in_project_x", Projection());
        _features = Compose("in_project_fx", Projection());
        _slices = Compose("in_project_slice", new Linear(width, options.Slices));
        _attention = Compose("", new TokenAttention(width));
        _output = Compose("to_out.0", new Linear(channels, channels));

        MeshProjection Projection() => new(axes, channels, channels, options.Boundary);
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        Value temperature = x.Bind(_temperature);
        if (_options.HasBoundedTemperature) temperature = temperature.Clamp(LowestTemperature, HighestTemperature);
        Value places = _places.Apply(x, mesh).SplitHeads(_options.Heads);
        Value weights = (_slices.Apply(places) / temperature).Softmax(-1);
        Value tokens = Slices.Gather(weights, _features.Apply(x, mesh).SplitHeads(_options.Heads), mesh);
        return _output.Apply(Slices.Spread(weights, _attention.Apply(tokens))).Drop(_options.Dropout);
    }
}
