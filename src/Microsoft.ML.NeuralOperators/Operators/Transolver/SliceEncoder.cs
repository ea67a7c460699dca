namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// How much of a point belongs to which slice (Wu et al. 2024, arXiv:2402.02366, eq. 1), and the slices' tokens.
/// </summary>
internal sealed class SliceEncoder : Layer
{
    private const double LowestTemperature = 0.1, HighestTemperature = 5;
    private readonly int _heads;
    private readonly bool _isBounded;
    private readonly ParameterDeclaration _temperature;
    private readonly MeshProjection _places;
    private readonly MeshProjection _features;
    private readonly Linear _slices;

    /// <summary>Declares the layer.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axes">Grid axes of the projections' convolutions; 0 for linear projections.</param>
    /// <param name="isBounded">Whether the learned temperatures are kept between 0.1 and 5.</param>
    public SliceEncoder(SliceOperatorOptions options, int axes, bool isBounded)
    {
        (_heads, _isBounded) = (options.Heads, isBounded);
        int channels = options.Channels;
        _temperature = Declare("temperature", [1, _heads, 1, 1], new Initializer.Fill(0.5f));
        _places = Compose("in_project_x", Projection());
        _features = Compose("in_project_fx", Projection());
        _slices = Compose("in_project_slice", new Linear(channels / _heads, options.Slices));

        MeshProjection Projection() => new(axes, channels, channels, options.Boundary);
    }

    /// <summary>Weights [batch, heads, points, slices] and tokens [batch, heads, slices, width].</summary>
    public (Value Weights, Value Tokens) Apply(Value x, MeshPoints mesh)
    {
        Value temperature = x.Bind(_temperature);
        if (_isBounded) temperature = temperature.Clamp(LowestTemperature, HighestTemperature);
        Value logits = _slices.Apply(_places.Apply(x, mesh).SplitHeads(_heads));
        return Slices.Gather(logits, temperature, _features.Apply(x, mesh).SplitHeads(_heads), mesh);
    }
}
