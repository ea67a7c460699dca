namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Sums over the sensors at each place with learned weights, [batch, channels, sensors] → [batch, places·sums], with
/// other weights for each part of the boundary.
/// </summary>
internal sealed class SensorContraction : Layer
{
    private readonly int _sensors, _sums, _parts;
    private readonly ParameterDeclaration _weights;

    /// <summary>Declares the layer.</summary>
    /// <param name="sensors">Sensors at a place.</param>
    /// <param name="sums">Sums of them.</param>
    /// <param name="parts">Parts of the boundary.</param>
    public SensorContraction(int sensors, int sums, int parts)
    {
        (_sensors, _sums, _parts) = (sensors, sums, parts);
        // Mirrored ones are kept once.
        int kept = sensors % 2 == 0 ? sensors / 2 : sensors;
        _weights = Declare("weight", [parts, kept, sums], new Initializer.Normal(1 / Math.Sqrt(sensors)));
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value x)
    {
        Value weights = x.Bind(_weights);
        if (_sensors % 2 == 0) weights = Value.Concat(1, weights, weights.Flip(1));
        Dim batch = x.Shape[0], channels = x.Shape[1];
        Dim places = x.Shape[2] / (_parts * _sensors);
        return x.Reshape(batch, channels, _parts, places, _sensors).MatMul(weights)
            .Reshape(batch, channels * places * (_parts * _sums));
    }
}
