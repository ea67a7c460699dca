namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// LinearNO's attention: points gathered by a softmax over the points and spread by one over the slices, each from a
/// projection of its own, which all heads share. [batch, points, channels] both ways.
/// </summary>
internal sealed class LinearSliceAttention : MeshAttention
{
    private const double LowestTemperature = 0.01, HighestTemperature = 1;
    private readonly LinearNOOptions _options;
    private readonly ParameterDeclaration? _queryTemperature;
    private readonly ParameterDeclaration? _keyTemperature;
    private readonly MeshProjection _projection;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly Linear? _last;

    /// <summary>Declares the layer.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axes">Grid axes of the projection's convolution; 0 for a linear projection.</param>
    public LinearSliceAttention(LinearNOOptions options, int axes)
    {
        _options = options;
        int channels = options.Channels, width = channels / options.Heads;
        if (options.HasTemperature)
            (_queryTemperature, _keyTemperature) = (Temperature("temperature_q"), Temperature("temperature_k"));
        _projection = Compose("in_project_x",
            new MeshProjection(axes, channels, channels, options.Boundary));
        _query = Map("to_q", options.Slices);
        _key = Map("to_k", options.Slices);
        _value = Map("to_v", width);
        _output = Compose("to_out.0", new Linear(channels, channels));
        if (options.HasOutputMlp)
            _last = Compose("to_out.2", new Linear(channels, channels));

        ParameterDeclaration Temperature(string name)
            => Declare(name, [1, options.Heads, 1, 1], new Initializer.Fill(0.5f));

        Linear Map(string name, int outputs)
            => Compose(name, new Linear(width, outputs, hasBias: false));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        Value u = _projection.Apply(x, mesh).SplitHeads(_options.Heads);
        Value query = Heated(_query.Apply(u), _queryTemperature).Softmax(-1);
        Value key = mesh.WithoutMissing(Heated(_key.Apply(u), _keyTemperature)).Softmax(-2);
        Value y = _output.Apply(query.MatMul(key.SwapLast().MatMul(_value.Apply(u))).JoinHeads());
        return (_last is null ? y : _last.Apply(y.Gelu())).Drop(_options.Dropout);
    }

    private static Value Heated(Value logits, ParameterDeclaration? temperature) => temperature is null ? logits
        : logits / logits.Bind(temperature).Clamp(LowestTemperature, HighestTemperature);
}
