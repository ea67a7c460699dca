namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A <see cref="DeepONet"/> whose query points are the same for all functions and belong to the model: the trunk runs
/// once for a whole batch. Input: "sensors" [batch, channels, sensors]. Output: [batch, channels, points].
/// </summary>
internal sealed class FixedPointDeepONet : NeuralOperator
{
    private readonly DeepONet _inner;
    private readonly ParameterDeclaration _points;

    /// <summary>Declares the operator.</summary>
    /// <param name="sensorChannels">Channels of the input function.</param>
    /// <param name="sensors">Sensors.</param>
    /// <param name="coordinates">Coordinates of a query point.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="points">The query points [points, coordinates].</param>
    /// <param name="box">The box around them.</param>
    public FixedPointDeepONet(int sensorChannels, int sensors, int coordinates, int outputChannels,
        DeepONetOptions options, float[] points, PointBox? box)
    {
        int count = points.Length / coordinates;
        // Without a name of its own: the parameters keep theirs.
        _inner = Compose("", new DeepONet(sensorChannels, sensors, coordinates, outputChannels, options, box));
        _points = DeclareBuffer("points", [count, coordinates], new Initializer.Given(points) { IsPlace = true });
        Inputs = [_inner.Inputs[0]];
        Output = new FieldPort("output", outputChannels, [GridAxis.Points("points", count)]);
    }

    public override IReadOnlyList<FieldPort> Inputs { get; }

    public override FieldPort Output { get; }

    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value b = _inner.Coefficients(inputs[0]).Transpose(1, 0, 2);
        Value t = _inner.Functions(b.Bind(_points)).Transpose(1, 2, 0);
        return b.MatMul(t).Transpose(1, 0, 2) + _inner.Bias(b);
    }
}
