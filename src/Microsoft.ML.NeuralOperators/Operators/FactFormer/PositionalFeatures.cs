namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Adds a linear map of random Fourier features sin(2πBx), cos(2πBx) of the coordinates (Tancik et al. 2020,
/// arXiv:2006.10739) to [batch, grid…, channels]. B [axes, channels/2] is drawn once, stored with the model and not
/// trained; on periodic axes it is rounded to whole numbers of turns, so that the features have no seam.
/// </summary>
internal sealed class PositionalFeatures : Layer
{
    private readonly FactorizedAttentionOptions _options;
    private readonly ParameterDeclaration _frequencies;
    private readonly Linear _map;

    public PositionalFeatures(FactorizedAttentionOptions options)
    {
        _options = options;
        _frequencies = DeclareBuffer("0._B", [options.Dimensions, options.Channels / 2],
            new Initializer.Normal(options.FeatureScale));
        _map = Compose("1", new Linear(options.Channels, options.Channels));
    }

    public Value Apply(Value x)
    {
        Value frequencies = x.Bind(_frequencies);
        Value? angles = null;
        for (int axis = 0; axis < _options.Dimensions; axis++)
        {
            Value turns = frequencies.Slice(0, axis, 1) * _options.LengthOf(axis);
            bool isPeriodic = _options.Points == PointPlacement.Periodic;
            Value whole = (isPeriodic ? turns + 0.5 : turns).Floor(), rest = isPeriodic ? whole * 0 : turns - whole;
            Dim size = x.Shape[axis + 1];
            Dim[] shape = [.. Enumerable.Repeat((Dim)1, _options.Dimensions), _options.Channels / 2];
            shape[axis] = size;
            Value part = AxisPoints.Angles(_options.Points, size, whole, rest).Reshape(shape);
            angles = angles is null ? part : angles + part;
        }
        return x + _map.Apply(Value.Concat(-1, angles!.Sin(), angles!.Cos()));
    }
}
